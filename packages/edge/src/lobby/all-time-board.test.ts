import type { BoardRow } from '@ketik/protocol'
import { describe, expect, it } from 'vitest'
import { AllTimeBoard } from './all-time-board.ts'

const KEYS = { timed: 'keys', race: 'r1' } as const
const row = (username: string, wpm: number, races = 1): BoardRow => ({
  rank: 0,
  username,
  wpm,
  accuracy: null,
  races,
  at: 1,
  ...KEYS,
})
const result = (username: string, wpm: number) => ({ username, wpm, accuracy: null, at: 2, ...KEYS })
const shown = (board: AllTimeBoard) => board.rows.map(({ rank, username, wpm }) => [rank, username, wpm])

describe('[BASIC-37] the leaderboard that a node knows', () => {
  it('has a new result at once, in its place', () => {
    const board = new AllTimeBoard()
    board.read([row('Ani', 90), row('Budi', 80)], 0)
    expect(board.merge(result('Citra', 85.04))).toBe(true)
    expect(shown(board)).toEqual([
      [1, 'Ani', 90],
      [2, 'Citra', 85],
      [3, 'Budi', 80],
    ])
    expect(board.rows[1]).toEqual({
      rank: 2,
      username: 'Citra',
      wpm: 85,
      accuracy: null,
      races: 1,
      at: 2,
      ...KEYS,
    })
  })

  it('keeps the best of a player, however the name is written', () => {
    const board = new AllTimeBoard()
    board.read([row('Ani', 90, 4)], 0)
    expect(board.merge(result('ANI', 89.9))).toBe(false)
    expect(shown(board)).toEqual([[1, 'Ani', 90]])
    expect(board.merge(result('ANI', 95))).toBe(true)
    expect(board.merge(result('Ani', 95))).toBe(false)
    expect(board.rows).toEqual([expect.objectContaining({ username: 'ANI', wpm: 95, races: 5 })])
  })

  it('looks at the rows once, however often the same are read', () => {
    const board = new AllTimeBoard()
    let looks = 0
    const watched = new Proxy(row('Ani', 90), {
      get: (target, key) => {
        looks += 1
        return Reflect.get(target, key)
      },
    })
    const rows = [watched]
    board.read(rows, 0)
    board.merge(result('Budi', 80))
    const before = looks
    expect(before).toBeGreaterThan(0)
    expect(board.read(rows, 1)).toBe(false)
    expect(looks).toBe(before)
    expect(shown(board)).toEqual([
      [1, 'Ani', 90],
      [2, 'Budi', 80],
    ])
  })

  it('changes only by its first ten', () => {
    const board = new AllTimeBoard()
    board.read(
      Array.from({ length: 10 }, (_, i) => row(`P${i}`, 100 - i)),
      0,
    )
    expect(board.merge(result('Slow', 50))).toBe(false)
    expect(board.merge(result('Fast', 91.5))).toBe(true)
    expect(board.rows).toHaveLength(10)
    expect(shown(board).at(-1)).toEqual([10, 'Fast', 91.5])
  })

  it('is the same when the database has caught up, and forgets what the database never shows', () => {
    const board = new AllTimeBoard()
    board.merge(result('Ani', 90))
    board.merge(result('Doubted', 95))
    expect(board.read([], 0)).toBe(false)
    expect(board.read([row('Ani', 90)], 1_000)).toBe(false)
    expect(board.read([row('Ani', 90)], 14_999)).toBe(false)
    expect(board.read([row('Ani', 90)], 15_000)).toBe(true)
    expect(shown(board)).toEqual([[1, 'Ani', 90]])
  })

  it('is bounded, and keeps the best', () => {
    const board = new AllTimeBoard()
    for (let i = 0; i < 1_000; i++) board.merge(result(`P${i}`, i))
    expect(shown(board)[0]).toEqual([1, 'P999', 999])
    expect(board.rows).toHaveLength(10)
  })
})
