import type { BoardRow } from '@ketik/protocol'
import { describe, expect, it } from 'vitest'
import { NOON } from '../test/make-settlement.ts'
import { type CachedLeaderboardOptions, cachedLeaderboard } from './cached-leaderboard.ts'
import type { LeaderboardQuery } from './leaderboard.ts'
import { ScoresUnavailable } from './scores-fault.ts'

const ALL: LeaderboardQuery = { window: 'all', limit: 3, at: NOON }
const AWAY = new ScoresUnavailable('away')

/** A cache over a source whose answers the test gives, at a time the test sets. */
function staged(options: CachedLeaderboardOptions = {}) {
  const asked: { query: LeaderboardQuery; answer: (to: number | Error) => void }[] = []
  const clock = { ms: 0 }
  const load = (query: LeaderboardQuery) =>
    new Promise<readonly BoardRow[]>((resolve, reject) => {
      asked.push({ query, answer: to => (to instanceof Error ? reject(to) : resolve(rowsOf(to))) })
    })
  const cache = cachedLeaderboard(load, { now: () => clock.ms, ...options })
  const answerNext = (to: number | Error): void => {
    const next = asked.shift()
    if (next === undefined) throw new Error('nothing was asked')
    next.answer(to)
  }
  return { cache, clock, asked, answerNext }
}

const rowsOf = (wpm: number): readonly BoardRow[] =>
  Array.from({ length: 100 }, (_, index) => ({
    rank: index + 1,
    username: `P${index}`,
    wpm,
    accuracy: null,
    races: 1,
    at: NOON,
    timed: 'keys',
    race: 'r',
  }))

const shown = (wpm: number, rows: number, stale = false) => ({ rows: rowsOf(wpm).slice(0, rows), stale })

describe('a cached leaderboard', () => {
  it('[SCORES-22] answers by itself for its fresh time', async () => {
    const { cache, clock, asked, answerNext } = staged()
    const first = cache.read(ALL)
    answerNext(80)
    expect(await first).toEqual(shown(80, 3))
    clock.ms = 999
    expect(await cache.read({ ...ALL, limit: 100 })).toEqual(shown(80, 100))
    expect(asked).toEqual([])
    clock.ms = 1000
    const second = cache.read(ALL)
    answerNext(81)
    expect(await second).toEqual(shown(81, 3))
  })

  it('[SCORES-22] asks once for all who read one board at once, whatever their limits', async () => {
    const { cache, asked, answerNext } = staged()
    const reads = [1, 50, 100].map(limit => cache.read({ ...ALL, limit }))
    const inOther = cache.read({ ...ALL, lang: 'id' })
    const onDay = cache.read({ ...ALL, window: 'day' })
    expect(asked.map(({ query }) => [query.window, query.lang, query.limit])).toEqual([
      ['all', undefined, 100],
      ['all', 'id', 100],
      ['day', undefined, 100],
    ])
    for (const wpm of [1, 2, 3]) answerNext(wpm)
    expect(await Promise.all([...reads, inOther, onDay])).toEqual([
      shown(1, 1),
      shown(1, 50),
      shown(1, 100),
      shown(2, 3),
      shown(3, 3),
    ])
  })

  it('[SCORES-22] keeps one day from the next', async () => {
    const { cache, asked, answerNext } = staged()
    const today = cache.read({ ...ALL, window: 'day' })
    answerNext(1)
    await today
    void cache.read({ ...ALL, window: 'day', at: NOON + 86_400_000 })
    expect(asked).toHaveLength(1)
  })

  it('[SCORES-23] answers the last good copy as stale while PostgreSQL is away, asking again now and then', async () => {
    const { cache, clock, asked, answerNext } = staged()
    const first = cache.read(ALL)
    answerNext(80)
    await first
    clock.ms = 5000
    const failing = cache.read(ALL)
    answerNext(AWAY)
    expect(await failing).toEqual(shown(80, 3, true))
    clock.ms = 5999
    expect(await cache.read(ALL)).toEqual(shown(80, 3, true))
    expect(asked).toEqual([])
    clock.ms = 6000
    const back = cache.read(ALL)
    answerNext(90)
    expect(await back).toEqual(shown(90, 3))
  })

  it('[SCORES-23] answers the last good copy as stale when PostgreSQL is slow, and the new one when it came', async () => {
    const { cache, clock, answerNext } = staged({ waitMs: 5 })
    const first = cache.read(ALL)
    answerNext(80)
    await first
    clock.ms = 2000
    expect(await cache.read(ALL)).toEqual(shown(80, 3, true))
    answerNext(81)
    await Promise.resolve()
    expect(await cache.read(ALL)).toEqual(shown(81, 3))
  })

  it('[SCORES-23] throws the fault when there is no copy, and a bug whether or not there is one', async () => {
    const { cache, clock, answerNext } = staged()
    const first = cache.read(ALL)
    answerNext(AWAY)
    await expect(first).rejects.toBe(AWAY)
    const second = cache.read(ALL)
    answerNext(80)
    expect(await second).toEqual(shown(80, 3))
    clock.ms = 1000
    const third = cache.read(ALL)
    answerNext(new TypeError('a bug'))
    await expect(third).rejects.toThrow('a bug')
    await expect(cache.read({ ...ALL, limit: 0 })).rejects.toThrow(RangeError)
  })

  it('[SCORES-24] asks again after an invalidation, and once more when the answer was under way by then', async () => {
    const { cache, asked, answerNext } = staged()
    const first = cache.read(ALL)
    cache.invalidate()
    const second = cache.read(ALL)
    expect(asked).toHaveLength(1)
    answerNext(80)
    expect(await first).toEqual(shown(80, 3))
    expect(asked).toHaveLength(1)
    answerNext(81)
    expect(await second).toEqual(shown(81, 3))
    cache.invalidate()
    const third = cache.read(ALL)
    answerNext(AWAY)
    expect(await third).toEqual(shown(81, 3, true))
  })

  it('[SCORES-24] drops the board least recently read when there are too many', async () => {
    const { cache, asked, answerNext } = staged({ boardsMax: 2 })
    const read = async (lang: string): Promise<boolean> => {
      const answer = cache.read({ ...ALL, lang })
      const isAsked = asked.length > 0
      if (isAsked) answerNext(80)
      await answer
      return isAsked
    }
    expect([await read('a'), await read('b'), await read('a'), await read('c')]).toEqual([
      true,
      true,
      false,
      true,
    ])
    expect([await read('a'), await read('c'), await read('b')]).toEqual([false, false, true])
  })
})
