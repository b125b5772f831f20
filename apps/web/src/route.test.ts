import { describe, expect, it } from 'vitest'
import { routeOf } from './route.ts'

describe('addresses', () => {
  it.each([
    ['/', '', { page: 'lobby' }],
    ['/race', '', { page: 'quick' }],
    ['/race/abc', '', { page: 'race', id: 'abc' }],
    ['/room/kopi', '?seats=3', { page: 'room', code: 'kopi', seats: 3 }],
    ['/room/kopi', '?seats=99', { page: 'room', code: 'kopi', seats: null }],
    ['/room/not%20a%20code', '', { page: 'missing' }],
    ['/players/Xi%C3%A0o', '', { page: 'player', name: 'Xiào' }],
    ['/players/%ff', '', { page: 'missing' }],
    ['/diagnostics', '', { page: 'diagnostics' }],
    ['/diagnostics/more', '', { page: 'missing' }],
    ['/reset', '', { page: 'reset' }],
    ['/reset/more', '', { page: 'missing' }],
    ['/a/b/c', '', { page: 'missing' }],
  ])('[WEB-19] %s%s', (path, query, expected) => {
    expect(routeOf(path, query)).toEqual(expected)
  })
})
