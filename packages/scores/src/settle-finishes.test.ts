import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement, NOON } from '../test/make-settlement.ts'
import { relayToPostgres } from '../test/relay-to-postgres.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'
import { openScores } from './open-scores.ts'
import { BadSettlement } from './scores-fault.ts'
import type { SettledSeat, Settlement } from './settlement.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const FINISH = makeFinish(80, { finishedMs: 20_000 })
const { place: _, ...PENDING } = FINISH as Extract<typeof FINISH, { state: 'finished' }>
const KEYS = [
  [12, 'a'],
  [140, 'b'],
] as const

/** The race while it runs: its first finish alone. */
const running = (raceId: string, seats: readonly SettledSeat[]): Settlement =>
  makeSettlement(raceId, seats, { endedAt: null })

const aniFirst = (raceId: string, name = 'Ani'): Settlement =>
  running(raceId, [makeSeat(0, name, PENDING, { keys: KEYS })])

const ended = (raceId: string, first = 'Ani', second = 'Budi'): Settlement =>
  makeSettlement(raceId, [
    makeSeat(0, first, FINISH, { keys: KEYS }),
    makeSeat(1, second, { state: 'left', reason: 'timeout' }, { keys: [[9, 'x']] }),
  ])

const TABLES = ['players', 'races', 'results', 'key_logs', 'boards']
async function everything(): Promise<unknown> {
  return Promise.all(TABLES.map(table => scratch.sql(`select t::text from ${table} t order by 1`)))
}

const boardOf = async (name: string) =>
  (await scratch.scores.leaderboard({ window: 'all', limit: 100, at: NOON })).find(
    ({ username }) => username === name,
  )

describe('a finish while the race runs', () => {
  it('[SCORES-37] is on the boards and in the profile, without a place and without a win', async () => {
    const { scores } = scratch
    expect(await scores.settleRace(aniFirst('run', 'Run A'))).toEqual({ stored: true })
    expect(await boardOf('Run A')).toMatchObject({ wpm: 80, races: 1 })
    expect(await scores.playerProfile('Run A')).toMatchObject({
      races: 1,
      wins: 0,
      best: { wpm: 80, raceId: 'run' },
      recent: [{ raceId: 'run', place: null, won: false }],
    })
    expect(await scores.raceResults('run')).toMatchObject({ endedAt: null, keyLogs: { 0: KEYS } })
    expect((await scores.raceResults('run'))?.rows).toEqual([
      { seat: 0, username: 'Run A', timed: 'keys', won: false, ...PENDING },
    ])
  })

  it('[SCORES-45] gets its place and its win when the race ends, once, and nothing is counted twice', async () => {
    const { scores } = scratch
    await scores.settleRace(aniFirst('end', 'End A'))
    expect(await scores.settleRace(aniFirst('end', 'End A'))).toEqual({ stored: false })
    expect(await scores.settleRace(ended('end', 'End A', 'End B'))).toEqual({ stored: true })
    const before = await everything()
    expect(await scores.settleRace(ended('end', 'End A', 'End B'))).toEqual({ stored: false })
    expect(await scores.settleRace(aniFirst('end', 'End A'))).toEqual({ stored: false })
    expect(await everything()).toEqual(before)
    expect(await boardOf('End A')).toMatchObject({ wpm: 80, races: 1 })
    expect(await scores.playerProfile('End A')).toMatchObject({ races: 1, wins: 1 })
    expect(await scores.playerProfile('End B')).toMatchObject({ races: 1, wins: 0, best: null })
    expect(await scores.raceResults('end')).toMatchObject({
      endedAt: NOON + 60_000,
      rows: [
        { seat: 0, place: 1, won: true },
        { seat: 1, state: 'left' },
      ],
      keyLogs: { 0: KEYS, 1: [[9, 'x']] },
    })
  })

  it('[SCORES-43] leaves what a race stored at once would have left', async () => {
    const rowsOf = async (race: string) =>
      JSON.parse(JSON.stringify((await scratch.scores.raceResults(race))?.rows).replaceAll(race, 'race'))
    await scratch.scores.settleRace(ended('whole', 'whole A', 'whole B'))
    await scratch.scores.settleRaces([aniFirst('parts', 'parts A')])
    await scratch.scores.settleRaces([ended('parts', 'parts A', 'parts B')])
    expect(await rowsOf('parts')).toEqual(await rowsOf('whole'))
  })

  it('[SCORES-37] is stored once when finishes and ends of one race are stored at the same time', async () => {
    const { scores } = scratch
    const stored = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        scores.settleRace(n % 3 === 0 ? ended('rush', 'Rush A', 'Rush B') : aniFirst('rush', 'Rush A')),
      ),
    )
    expect(stored.filter(one => one.stored).length).toBeLessThanOrEqual(2)
    expect(await scores.playerProfile('Rush A')).toMatchObject({ races: 1, wins: 1 })
    expect(await scores.playerProfile('Rush B')).toMatchObject({ races: 1, wins: 0 })
    expect(await boardOf('Rush A')).toMatchObject({ races: 1 })
  })

  it('[SCORES-37] and the end of its race in one call are one statement that knows the end', async () => {
    const relay = await relayToPostgres(scratch.url)
    const scores = openScores({ databaseUrl: relay.url, poolMax: 1 })
    await scores.ping()
    const before = relay.roundTrips()
    const answers = await scores.settleRaces([
      ended('both', 'Both A', 'Both B'),
      aniFirst('both', 'Both A'),
      aniFirst('other', 'Both A'),
    ])
    expect(relay.roundTrips() - before).toBe(1)
    expect(answers.map(({ stored }) => stored)).toEqual([true, true, true])
    expect(await scores.raceResults('both')).toMatchObject({ endedAt: NOON + 60_000 })
    expect(await scores.playerProfile('Both A')).toMatchObject({ races: 2, wins: 1 })
    await scores.close()
    await relay.close()
  })

  it('[SCORES-37] takes no seat that has not finished', async () => {
    const left = makeSeat(0, 'Ani', { state: 'left', reason: 'left' })
    await expect(scratch.scores.settleRace(running('early', [left]))).rejects.toThrow(BadSettlement)
    expect(await scratch.scores.raceResults('early')).toBeUndefined()
  })

  it('[SCORES-44] that the record has lost since keeps its result and ranks last', async () => {
    await scratch.scores.settleRace(aniFirst('lost', 'Lost A'))
    await scratch.scores.settleRace(
      makeSettlement('lost', [
        makeSeat(0, 'Lost A', { state: 'left', reason: 'left' }),
        makeSeat(1, 'Lost B', makeFinish(60)),
      ]),
    )
    expect(await scratch.scores.raceResults('lost')).toMatchObject({
      rows: [
        { seat: 0, state: 'finished', wpm: 80, place: 2, won: false },
        { seat: 1, place: 1, won: true },
      ],
    })
    expect(await scratch.scores.rateRaces(['lost'])).toEqual([{ raceId: 'lost', rated: true, players: 2 }])
  })

  it('[SCORES-25] rates nobody before the race has ended', async () => {
    const { scores } = scratch
    await scores.settleRace(aniFirst('rate', 'Rate A'))
    expect(await scores.rateRaces(['rate'])).toEqual([{ raceId: 'rate', rated: false, players: 0 }])
    await scores.settleRace(
      makeSettlement('rate', [
        makeSeat(0, 'Rate A', FINISH),
        makeSeat(1, 'Rate B', makeFinish(60, { place: 2 })),
      ]),
    )
    expect(await scores.rateRaces(['rate'])).toEqual([{ raceId: 'rate', rated: true, players: 2 }])
    expect(await scores.rateRaces(['rate'])).toEqual([{ raceId: 'rate', rated: false, players: 0 }])
  })

  it('[SCORES-3] of the same players in races stored in opposite orders at once is never refused', async () => {
    const pools = Array.from({ length: 4 }, () => openScores({ databaseUrl: scratch.url, poolMax: 5 }))
    const names = ['P1', 'P2', 'P3', 'P4']
    const seatsOf = (race: number) => (race % 2 === 0 ? names : names.toReversed())
    const races = Array.from({ length: 40 }, (_, race) => race)
    const inSteps = (race: number): readonly Settlement[] => {
      const seats = seatsOf(race).map((name, seat) => makeSeat(seat, name, PENDING))
      const last = seatsOf(race).map((name, seat) => makeSeat(seat, name, { ...PENDING, place: seat + 1 }))
      return [
        running(`x${race}`, seats.slice(0, 1)),
        running(`x${race}`, seats),
        makeSettlement(`x${race}`, last),
      ]
    }
    await Promise.all(
      races.map(async race => {
        for (const settlement of inSteps(race)) await pools[race % 4]?.settleRace(settlement)
      }),
    )
    await Promise.all(pools.map(scores => scores.close()))
    for (const name of names)
      expect(await scratch.scores.playerProfile(name)).toMatchObject({
        races: 40,
        wins: /[14]/.test(name) ? 20 : 0,
      })
  })
})

describe('between a finish and the end of its race', () => {
  const account = {
    player: 'p1',
    username: 'Owner',
    foldedName: foldUsername('Owner'),
    passphrase: 'scrypt$',
  }
  const claimed = async (name: string) => {
    const foldedName = foldUsername(name)
    // As `makeSeat` names who typed.
    const own = { ...account, player: `player of ${name.toLowerCase()}`, username: name, foldedName }
    await scratch.scores.accounts.claim(own)
    return { player: own.player, generation: 1 }
  }
  const namesLike = (start: string) =>
    scratch.sql<{ name: string; races: number; wins: number }>(
      'select name, races, wins from players where folded_name like $1',
      [`${foldUsername(start)}%`],
    )

  it('[SCORES-28] a rename takes the finish along, and the win goes to the new name', async () => {
    const who = await claimed('Renamer')
    await scratch.scores.settleRace(aniFirst('rename', 'Renamer'))
    await scratch.scores.accounts.rename(who, 'Renamed', foldUsername('Renamed'))
    await scratch.scores.settleRace(ended('rename', 'Renamer', 'Opponent'))
    expect(await namesLike('rename')).toEqual([{ name: 'Renamed', races: 1, wins: 1 }])
    expect(await scratch.scores.raceResults('rename')).toMatchObject({ rows: [{ username: 'Renamed' }, {}] })
  })

  it('[SCORES-29] a deletion leaves neither keys nor standings, and the end brings nothing back', async () => {
    const who = await claimed('Deleter')
    await scratch.scores.settleRace(aniFirst('delete', 'Deleter'))
    await scratch.scores.accounts.delete(who)
    await scratch.scores.settleRace(ended('delete', 'Deleter', 'Opponent'))
    expect(await namesLike('delete')).toEqual([])
    expect(await scratch.scores.raceResults('delete')).toMatchObject({
      rows: [{ username: '[deleted]', place: 1, won: true }, {}],
      keyLogs: { 1: [[9, 'x']] },
    })
    expect((await scratch.scores.raceResults('delete'))?.keyLogs).not.toHaveProperty('0')
    expect(await boardOf('[deleted]')).toBeUndefined()
  })

  it('[SCORES-35] an accepted result counts once, and a rejected one nowhere', async () => {
    const { scores } = scratch
    for (const [race, decision] of [
      ['accept', 'accepted'],
      ['reject', 'rejected'],
    ] as const) {
      const doubted = { ...PENDING, review: true }
      await scores.settleRace(running(race, [makeSeat(0, race, doubted)]))
      expect(await boardOf(race)).toBeUndefined()
      await scores.decideReview({ raceId: race, seat: 0, decision, at: NOON })
      await scores.settleRace(
        makeSettlement(race, [
          makeSeat(0, race, { ...doubted, place: 1 }),
          makeSeat(1, `${race} B`, makeFinish(50, { place: 2 })),
        ]),
      )
    }
    expect(await boardOf('accept')).toMatchObject({ races: 1 })
    expect(await boardOf('reject')).toBeUndefined()
    expect(await scores.rateRaces(['accept', 'reject'])).toMatchObject([{ players: 2 }, { players: 0 }])
  })
})
