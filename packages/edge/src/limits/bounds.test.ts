import { describe, expect, it } from 'vitest'
import { SessionTokens } from '../accounts/session-token.ts'
import { ReportTypist } from '../race/report-typist.ts'
import { AddressShare, addressRates } from './address-share.ts'
import { Budget, connectionRates } from './budget.ts'
import { ConnectionLimits } from './connection-limits.ts'
import { LobbyBudget } from './lobby-budget.ts'
import { NameShares } from './name-shares.ts'
import { networkOf } from './network-of.ts'
import { Rate } from './rate.ts'

const rates = connectionRates(40)

describe('what one connection may do', () => {
  it('[BASIC-20] the budget lets a burst through, then as much as refills, and distinguishes a flood from haste', () => {
    const budget = new Budget(rates)
    const charges = Array.from({ length: 80 }, () => budget.charge(0, 50))
    expect(new Set(charges)).toEqual(new Set(['ok']))
    expect(budget.charge(0, 50)).toBe('refused')
    expect(budget.charge(1_000, 50)).toBe('ok')
    const flood = Array.from({ length: 1_000 }, () => budget.charge(1_000, 50))
    expect(flood.at(-1)).toBe('flooding')
    expect(flood.indexOf('flooding')).toBeGreaterThan(100)
  })

  it('[BASIC-20] bytes count as messages do', () => {
    const budget = new Budget(rates)
    const charges = Array.from({ length: 20 }, () => budget.charge(0, 8 * 1024))
    expect(charges.slice(0, 10)).toEqual(Array(10).fill('ok'))
    expect(charges[10]).toBe('refused')
  })

  it('[BASIC-17] claims of progress never fall and never outrun a human', () => {
    const seat = new ReportTypist(200)
    expect(seat.report(0, -1)).toEqual({ refused: 'not_started' })
    expect(seat.report(10, 100)).toBeUndefined()
    expect(seat.report(9, 200)).toEqual({ refused: 'progress_falls' })
    expect(seat.report(90, 1_000)).toEqual({ refused: 'implausible' })
    expect(seat.percent).toBe(10)
    expect(seat.report(90, 10_000)).toBeUndefined()
  })

  it('[VERIFIED-3] a refused claim is no step, and asking for the largest step changes none', () => {
    const seat = new ReportTypist(200)
    expect(seat.largestStep(20_000)).toBe(1)
    for (const [percent, arrivalMs] of [
      [25, 5_000],
      [50, 10_000],
      [75, 15_000],
    ] as const) {
      // biome-ignore format: one line
      expect(seat.report(percent, arrivalMs)).toBeUndefined()
    }
    expect(seat.report(60, 16_000)).toEqual({ refused: 'progress_falls' })
    expect(seat.largestStep(20_000)).toBeCloseTo(0.25)
    expect(seat.largestStep(15_001)).toBeCloseTo(0.5)
    expect(seat.largestStep(20_000)).toBeCloseTo(0.25)
  })

  it('[BASIC-20] connections have a bound over all and for each address', () => {
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

describe('what one address and one name may do', () => {
  const people = (connectionsPerAddressMax: number) => ({ connectionsMax: 100_000, connectionsPerAddressMax })
  const times = (count: number, act: () => boolean) =>
    Array.from({ length: count }, act).filter(done => done).length

  it('[LIMIT-1] an address may connect with all it may have at once, then with a tenth a second', () => {
    const limits = new ConnectionLimits(people(100))
    const comeAndGo = (now: number) => {
      const isIn = limits.enter('a', now)
      if (isIn) limits.leave('a')
      return isIn
    }
    expect(times(200, () => comeAndGo(0))).toBe(100)
    expect(times(200, () => comeAndGo(1_000))).toBe(10)
    expect(limits.enter('b', 0)).toBe(true)
    expect(limits.count).toBe(1)
  })

  it('[LIMIT-1] who only watches leaves half of the connections to players', () => {
    const limits = new ConnectionLimits(people(10))
    expect(times(10, () => limits.enterToWatch('a', 0))).toBe(5)
    expect(times(10, () => limits.enter('a', 0))).toBe(5)
    for (let i = 0; i < 5; i++) limits.leaveWatching('a')
    expect(limits.count).toBe(5)
    expect(limits.enterToWatch('a', 1_000)).toBe(true)
  })

  it('[LIMIT-2] one IPv6 client is its /64', () => {
    expect(networkOf('192.0.2.1')).toBe('192.0.2.1')
    expect(networkOf('2001:0db8:0:0001::7')).toBe('2001:db8:0:1')
    expect(networkOf('2001:db8:0:1:ffff:2:3:4')).toBe('2001:db8:0:1')
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0')
    expect(networkOf('::1')).toBe('0:0:0:0')
    const limits = new ConnectionLimits(people(1))
    expect(limits.enter('2001:db8::1', 0)).toBe(true)
    expect(limits.enter('2001:db8::2', 0)).toBe(false)
    expect(limits.enter('2001:db8:0:1::1', 0)).toBe(true)
  })

  it('[LIMIT-3] leaving does not give a budget back, and the memory for those who left is bounded', () => {
    const limits = new ConnectionLimits(people(2))
    const use = () => limits.shareOf('a').take('logins', 0)
    expect(limits.enter('a', 0)).toBe(true)
    expect(times(5, use)).toBe(2)
    limits.leave('a')
    expect(times(5, use)).toBe(0)
    for (let i = 0; i < 10_000; i++) limits.shareOf(`other ${i}`)
    expect(times(5, use)).toBe(2)
  })

  it('[LIMIT-4] an address that sends too much is refused where it hurries, and nowhere else', () => {
    const share = new AddressShare(addressRates(people(10)))
    const [hurried, calm] = [new Budget(rates, share), new Budget(rates, share)]
    const many = Array.from({ length: 20 }, () => new Budget(rates, share))
    for (const budget of many) times(35, () => budget.charge(0, 50) === 'ok')
    times(60, () => hurried.charge(0, 50) === 'ok')
    expect(hurried.charge(0, 50)).not.toBe('ok')
    expect(calm.charge(0, 50)).toBe('ok')
  })

  it('[LIMIT-5] a flood costs its address connections', () => {
    const limits = new ConnectionLimits(people(100))
    const budget = new Budget(rates, limits.shareOf('a'))
    while (budget.charge(0, 50) !== 'flooding');
    expect(times(200, () => limits.enter('a', 0))).toBe(80)
  })

  it('[LIMIT-6] a name has its own budgets', () => {
    const names = new NameShares()
    expect(times(20, () => names.take('chats', 'ani', 0))).toBe(5)
    expect(times(20, () => names.take('races', 'ani', 0))).toBe(10)
    expect(times(20, () => names.take('races', 'ani', 4_000))).toBe(2)
    expect(times(20, () => names.take('chats', 'budi', 0))).toBe(5)
    for (let i = 0; i < 10_000; i++) names.take('chats', `other ${i}`, 0)
    expect(times(20, () => names.take('chats', 'ani', 0))).toBe(5)
  })

  it('[LIMIT-8] through one node the lobby hears so many messages, and fewer where more listen', () => {
    const budget = new LobbyBudget()
    expect(times(1_000, () => budget.take(0, 100))).toBe(80)
    expect(times(1_000, () => budget.take(1_000, 500))).toBe(40)
    expect(times(1_000, () => budget.take(2_000, 5_000))).toBe(4)
  })

  it('[LIMIT-3] a rate lets its burst through and refills evenly; what is owed is bounded', () => {
    const rate = new Rate(3, 1)
    let state = 0
    const take = (now: number) => {
      const after = rate.take(state, now)
      state = after ?? state
      return after !== undefined
    }
    expect(times(5, () => take(7))).toBe(3)
    expect(times(5, () => take(1_007))).toBe(1)
    expect(times(5, () => take(2_006))).toBe(0)
    state = rate.owe(state, 2_006, 1_000)
    expect(times(5, () => take(2_006 + 3_000))).toBe(0)
    expect(times(5, () => take(2_006 + 6_000))).toBe(3)
  })
})

describe('who one is', () => {
  const tokens = new SessionTokens('a secret of some length', () => 1_000)

  it('[V1-22] a token proves its player until it expires, and nothing else does', () => {
    const token = tokens.issue('p1', 'Ani')
    expect(tokens.verify(token)).toMatchObject({ player: 'p1', username: 'Ani' })
    expect(new SessionTokens('another secret, as long', () => 1_000).verify(token)).toBeUndefined()
    expect(new SessionTokens('a secret of some length', () => 90_000_000).verify(token)).toBeUndefined()
    for (const bad of ['', '.', 'a.b', `${token}x`, token.slice(1), `${token}.x`]) {
      expect(tokens.verify(bad)).toBeUndefined()
    }
    expect(() => new SessionTokens('short', () => 0)).toThrow('SESSION_SECRET')
  })
})
