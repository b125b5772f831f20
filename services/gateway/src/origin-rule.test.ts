import { describe, expect, it } from 'vitest'
import { createOriginRule } from './origin-rule.ts'

const host = 'ketik.example:8080'
const isOwnPage = createOriginRule(['https://school.example'])

describe('[TRANSPORT-13] whose page asks', () => {
  it.each(['same-site', 'cross-site', 'anything'])(
    '[TRANSPORT-13] %s is not our own, whatever else it says',
    fetchSite => {
      for (const origin of ['', 'http://ketik.example:8080', 'http://ketik.example', 'null'])
        expect([origin, isOwnPage({ origin, host, fetchSite })]).toEqual([origin, false])
    },
  )

  it.each(['same-origin', 'none', ''])(
    '[TRANSPORT-13] %j is our own where the origin is, or where there is none',
    fetchSite => {
      expect(isOwnPage({ origin: '', host, fetchSite })).toBe(true)
      expect(isOwnPage({ origin: 'http://ketik.example:8080', host, fetchSite })).toBe(true)
      for (const origin of [
        'http://ketik.example',
        'http://ketik.example:8081',
        'http://www.ketik.example:8080',
        'null',
      ])
        expect([origin, isOwnPage({ origin, host, fetchSite })]).toEqual([origin, false])
    },
  )

  it('[TRANSPORT-13] an origin that the operator allowed counts from any site', () => {
    for (const fetchSite of ['same-site', 'cross-site', ''])
      expect(isOwnPage({ origin: 'https://school.example', host, fetchSite })).toBe(true)
  })
})
