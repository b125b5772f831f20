// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { reloadBy } from './reload.ts'

const always = () => true

let reloads: number
let isThere: boolean
const kept = (store: () => Storage = () => sessionStorage) =>
  reloadBy({ store, isServerThere: async () => isThere, reload: () => reloads++ })

beforeEach(() => {
  sessionStorage.clear()
  reloads = 0
  isThere = true
})

describe('the page loads itself anew', () => {
  it('[WEB-45] once for each part, and again after the part has come', async () => {
    const reload = kept()
    expect([
      await reload.once('chart', always),
      await reload.once('chart', always),
      await reload.once('player', always),
    ]).toEqual([true, false, true])
    reload.came('player')
    expect(await reload.once('chart', always)).toBe(false)
    reload.came('chart')
    expect(await reload.once('chart', always)).toBe(true)
    expect(reloads).toBe(3)
  })

  it('[WEB-45] never while the server is away, nor where the browser keeps nothing', async () => {
    isThere = false
    expect(await kept().once('chart', always)).toBe(false)
    isThere = true
    const refused = kept(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    expect(await refused.once('chart', always)).toBe(false)
    refused.came('chart')
    expect(reloads).toBe(0)
  })
  it('[WEB-45] never in a race or in the queue, nor when one began while the server was asked', async () => {
    const answers = [true, false]
    expect(await kept().once('chart', () => false)).toBe(false)
    expect(await kept().once('chart', () => answers.shift() ?? true)).toBe(false)
    expect(reloads).toBe(0)
    expect(await kept().once('chart', always)).toBe(true)
  })
})
