import { applyToRace, createRace, isRefusal, type Race, type RaceCommand, type RacePlan } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { settlementOf } from './settlement-of.ts'

const START = 1_000_000
const END = START + 60_000
const CLOSE = { type: 'close', at: END } as const

const raceOf = (more: Partial<RacePlan> = {}): Race =>
  createRace(
    {
      id: 'r1',
      text: { id: 't1', lang: 'en', text: 'the text', source: 'a test', licence: 'CC0-1.0' },
      startsAt: START,
      endsAt: END,
      seats: ['a', 'b'].map(username => ({
        player: `p-${username}`,
        username,
        timed: 'keys',
        creditMs: 50,
        resumable: true,
      })),
      ...more,
    },
    ['n1', 'n1'],
  )

const after = (race: Race, ...commands: readonly RaceCommand[]): Race =>
  commands.reduce((sofar, command) => {
    const answer = applyToRace(sofar, command)
    if (isRefusal(answer)) throw new Error(`${command.type}: ${answer.refused}`)
    return answer
  }, race)

describe('the settlement of a race', () => {
  it('[BOARD-2] has the player of each seat, whatever it is called', () => {
    const { seats } = settlementOf(after(raceOf(), CLOSE), [])
    expect(seats.map(({ player, username }) => [player, username])).toEqual([
      ['p-a', 'a'],
      ['p-b', 'b'],
    ])
  })

  it.each<[string, Partial<RacePlan>, object]>([
    ['a public race counts', {}, { isPrivate: false, isRated: true }],
    ['a private race does not', { isPrivate: true }, { isPrivate: true, isRated: false }],
    ['a private race may count', { isPrivate: true, isRated: true }, { isPrivate: true, isRated: true }],
    ['a public race need not', { isRated: false }, { isPrivate: false, isRated: false }],
  ])('[BOARD-6] for ratings: %s', (_, plan, expected) => {
    expect(settlementOf(raceOf(plan), [])).toMatchObject(expected)
  })

  it('[BOARD-14] says which seat the deadline ended within its grace', () => {
    const away = { type: 'seat-away', seat: 0, epoch: 1, at: START + 500 } as const
    const { seats } = settlementOf(after(raceOf(), away, CLOSE), [])
    expect(seats.map(({ outcome }) => outcome)).toEqual([
      { state: 'left', reason: 'timeout', inGrace: true },
      { state: 'left', reason: 'timeout' },
    ])
  })
})
