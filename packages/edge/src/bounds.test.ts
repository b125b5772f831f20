import { describe, expect, it } from 'vitest'
import { Budget } from './budget.ts'
import { ChatRules } from './chat-rules.ts'
import { ClaimedSeat } from './claimed-seat.ts'
import { ConnectionLimits } from './connection-limits.ts'
import { RoundTrips } from './round-trips.ts'
import { SessionTokens } from './session-token.ts'

describe('what one connection may do', () => {
  it('[A20] the budget lets a burst through, then as much as refills, and tells a flood from haste', () => {
    const budget = new Budget(0, 40)
    const charges = Array.from({ length: 80 }, () => budget.charge(0, 50))
    expect(new Set(charges)).toEqual(new Set(['ok']))
    expect(budget.charge(0, 50)).toBe('refused')
    expect(budget.charge(0, 50)).toBe('refused-silently')
    expect(budget.charge(1_000, 50)).toBe('ok')
    const flood = Array.from({ length: 1_000 }, () => budget.charge(1_000, 50))
    expect(flood.at(-1)).toBe('flooding')
    expect(flood.indexOf('flooding')).toBeGreaterThan(100)
  })

  it('[A20] bytes count as messages do', () => {
    const budget = new Budget(0, 40)
    const charges = Array.from({ length: 20 }, () => budget.charge(0, 8 * 1024))
    expect(charges.slice(0, 10)).toEqual(Array(10).fill('ok'))
    expect(charges[10]).toBe('refused')
  })

  it('[A21] chat: five at once, then one each two seconds; near-repeats of the last two are refused', () => {
    const rules = new ChatRules(0)
    expect(['a', 'b', 'c', 'd', 'e'].map(text => rules.admit(0, text))).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(rules.admit(0, 'f')).toEqual({ refused: 'rate_limited' })
    expect(rules.admit(2_000, 'f')).toBe('f')
    expect(rules.admit(10_000, ' E!! ')).toEqual({ refused: 'chat_repeated' })
    expect(rules.admit(10_000, 'FFF')).toEqual({ refused: 'chat_repeated' })
    expect(rules.admit(10_000, '\u001b[31m \u202e')).not.toContain('\u001b')
    expect(rules.admit(12_000, ' \n ')).toEqual({ refused: 'chat_empty' })
    expect(rules.admit(12_000, 'x'.repeat(301))).toEqual({ refused: 'chat_too_long' })
  })

  it('[A17] [A13] claims of progress never fall and never outrun a human', () => {
    const seat = new ClaimedSeat(200)
    expect(seat.claim(0, -1)).toEqual({ refused: 'not_started' })
    expect(seat.claim(10, 100)).toBeUndefined()
    expect(seat.claim(9, 200)).toEqual({ refused: 'progress_falls' })
    expect(seat.claim(90, 1_000)).toEqual({ refused: 'implausible' })
    expect(seat.percent).toBe(10)
    expect(seat.claim(90, 10_000)).toBeUndefined()
  })

  it('[A20] connections have a bound over all and for each address', () => {
    const limits = new ConnectionLimits({ connectionsMax: 3, connectionsPerAddressMax: 2 })
    expect(['a', 'a', 'a', 'b', 'c'].map(address => limits.enter(address))).toEqual([
      true,
      true,
      false,
      true,
      false,
    ])
    limits.leave('a')
    expect(limits.enter('c')).toBe(true)
  })
})

describe('who one is', () => {
  const tokens = new SessionTokens('a secret of some length', () => 1_000)

  it('[P10] a token proves its player until it expires, and nothing else does', () => {
    const token = tokens.issue('p1', 'Ani')
    expect(tokens.verify(token)).toMatchObject({ player: 'p1', username: 'Ani' })
    expect(new SessionTokens('another secret, as long', () => 1_000).verify(token)).toBeUndefined()
    expect(new SessionTokens('a secret of some length', () => 90_000_000).verify(token)).toBeUndefined()
    for (const bad of ['', '.', 'a.b', `${token}x`, token.slice(1), `${token}.x`]) {
      expect(tokens.verify(bad)).toBeUndefined()
    }
    expect(() => new SessionTokens('short', () => 0)).toThrow('SESSION_SECRET')
  })

  it('[P2] [P7] the round trip is the median of what pings measured; nonsense is none', () => {
    const trips = new RoundTrips()
    expect(trips.median()).toBeUndefined()
    trips.measure(1_000, 2_000, 0)
    trips.measure(1_000_000, 0, 0)
    trips.measure(1_000, 900, 200)
    expect(trips.median()).toBeUndefined()
    for (const roundTripMs of [90, 10, 20]) trips.measure(1_000 + roundTripMs + 5, 1_000, 5)
    expect(trips.median()).toBe(20)
  })
})
