import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import type { SettledSeat, Settlement } from './settlement.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const MINUTE_MS = 60_000

/** A race of one seat, so many minutes after noon. */
const race = (raceId: string, minute: number, wpm: number, more: Partial<SettledSeat> = {}): Settlement =>
  makeSettlement(raceId, [makeSeat(0, `name of ${raceId}`, makeFinish(wpm), more)], {
    startsAt: NOON + minute * MINUTE_MS,
  })

const isInReview = async (raceId: string): Promise<unknown> => {
  const row = (await scratch.scores.raceResults(raceId))?.rows[0]
  return row?.state === 'finished' ? row.review : undefined
}

/** Whether each of these is in review, settled one by one. */
async function settled(races: readonly Settlement[]): Promise<unknown> {
  const found: unknown[] = []
  for (const one of races) {
    await scratch.scores.settleRace(one)
    found.push(await isInReview(one.raceId))
  }
  return found
}

/** Results of one player under a name each: 120 is too far above 50, and so is no best for 170. */
const rising = (id: string): readonly Settlement[] => {
  const player = { player: id }
  return [50, 110, 120, 180.5, 170, 60].map((wpm, index) => race(`${id}-${index}`, index, wpm, player))
}
const RISING = [false, false, false, true, false, false]

describe('a result far above the own best', () => {
  it('[BOARD-9] is in review and on no board, under whatever name', async () => {
    expect(
      await settled([race('h-1', 0, 50, { player: 'h' }), race('h-2', 1, 110.5, { player: 'h' })]),
    ).toEqual([false, true])
    expect(await scratch.scores.playerProfile('name of h-2')).toMatchObject({ races: 1, wins: 0, best: null })
    const board = await scratch.scores.leaderboard({ window: 'all', at: NOON, limit: 100, timed: 'any' })
    expect(board.map(({ username }) => username)).not.toContain('name of h-2')
    expect(await scratch.scores.review({ raceId: 'h-2', seat: 0 })).toMatchObject({
      ownBest: 50,
      signals: [{ kind: 'history', verdict: 'review', measured: 60.5 }],
    })
  })

  it('[BOARD-9] raises the own best only when it is accepted', async () => {
    const player = { player: 'acc' }
    expect(await settled([race('acc-1', 0, 50, player), race('acc-2', 1, 130, player)])).toEqual([
      false,
      true,
    ])
    expect(await settled([race('acc-3', 2, 131, player)])).toEqual([true])
    await scratch.scores.decideReview({ raceId: 'acc-2', seat: 0, decision: 'accepted', at: NOON })
    expect(await settled([race('acc-4', 3, 132, player)])).toEqual([false])
  })

  it('[BOARD-9] is found alike one by one and in one call', async () => {
    expect(await settled(rising('single'))).toEqual(RISING)
    const batch = rising('batch')
    await scratch.scores.settleRaces(batch.toReversed())
    expect(await Promise.all(batch.map(({ raceId }) => isInReview(raceId)))).toEqual(RISING)
  })

  it('[BOARD-9] is measured in one call against what is stored too', async () => {
    const player = { player: 'mixed' }
    await scratch.scores.settleRace(race('mixed-0', 0, 60, player))
    const batch = [
      race('mixed-1', 1, 130, player),
      race('mixed-2', 2, 120, player),
      race('mixed-3', 3, 150, player),
    ]
    await scratch.scores.settleRaces(batch)
    expect(await Promise.all(batch.map(({ raceId }) => isInReview(raceId)))).toEqual([true, false, false])
  })

  it('[BOARD-9] is not looked for without a history, or by arrival, or in what came later', async () => {
    const byArrival = { player: 'arr', timed: 'arrival' } as const
    expect(await settled([race('first', 0, 200, { player: 'first' })])).toEqual([false])
    expect(
      await settled([race('arr-1', 0, 50, byArrival), race('arr-2', 1, 150, { player: 'arr' })]),
    ).toEqual([false, false])
    const late = { player: 'late' }
    expect(await settled([race('late-2', 5, 50, late), race('late-1', 0, 150, late)])).toEqual([false, false])
  })
})
