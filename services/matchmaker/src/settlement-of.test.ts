import type { Race, RacePlan } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { after, END, planWith, START } from '../../../packages/race/src/race.testkit.ts'
import { settlementOf } from './settlement-of.ts'

const raceOf = (more: Partial<RacePlan>): Race => ({
  plan: { ...planWith(50, 0), ...more },
  version: 1,
  seats: [0, 1].map(() => ({ state: 'racing', node: 'n1', epoch: 1 }) as const),
  closesAt: END,
})

describe('the settlement of a race', () => {
  it('[LB2] has the player of each seat, whatever it is called', () => {
    const over = after(raceOf({}), { type: 'close', at: END })
    expect(settlementOf(over, []).seats.map(({ player, username }) => [player, username])).toEqual([
      ['p0', 'a'],
      ['p1', 'b'],
    ])
  })

  it.each<[string, Partial<RacePlan>, object]>([
    ['a public race counts', {}, { isPrivate: false, isRated: true }],
    ['a private race does not', { isPrivate: true }, { isPrivate: true, isRated: false }],
    ['a private race may count', { isPrivate: true, isRated: true }, { isPrivate: true, isRated: true }],
    ['a public race need not', { isRated: false }, { isPrivate: false, isRated: false }],
  ])('[LB6] for ratings: %s', (_, plan, expected) => {
    expect(settlementOf(raceOf(plan), [])).toMatchObject(expected)
  })

  it('[LB5] says which seat was ended within its grace', () => {
    const away = { type: 'seat-away', seat: 0, epoch: 1, at: START + 500 } as const
    const over = after(raceOf({}), away, { type: 'close', at: END })
    expect(settlementOf(over, []).seats.map(({ outcome }) => outcome)).toEqual([
      { state: 'left', reason: 'timeout', inGrace: true },
      { state: 'left', reason: 'timeout' },
    ])
  })
})
