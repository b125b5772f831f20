import type { RaceResultRow, RaceResults } from '@ketik/scores'
import { expect, it } from 'vitest'
import type { SeatRecord } from './seat-record.ts'
import { judge, meetsBar, type Stored, type Verdict } from './verdict.ts'

const keys = [
  [200, 'h'],
  [300, 'i'],
] as const

const seat = (changes: Partial<SeatRecord> = {}): SeatRecord => ({
  player: 'ani',
  race: 'r1',
  seat: 0,
  keys,
  acked: 2,
  forgotten: 0,
  outcome: 'won',
  over: true,
  breaks: [],
  ...changes,
})

const row: RaceResultRow = {
  seat: 0,
  username: 'ani',
  timed: 'keys',
  won: true,
  state: 'finished',
  place: 1,
  finishedMs: 300,
  wpm: 100,
  raceWpm: 100,
  raw: 100,
  accuracy: 1,
  consistency: 1,
  review: false,
}

const race = (changes: Partial<RaceResults> = {}): RaceResults => ({
  id: 'r1',
  text: { id: 't', lang: 'en', chars: 2 },
  startsAt: 0,
  endedAt: 1,
  cancelled: false,
  rows: [row],
  isPrivate: false,
  typedBy: {},
  keyLogs: { 0: keys },
  ...changes,
})

const stored = (races: readonly RaceResults[], counted = 1): Stored => ({
  races: new Map(races.map(one => [one.id, one])),
  profiles: [{ username: 'ani', races: counted, wins: 1, best: null, recent: [] }],
})

const of = (record: SeatRecord, kept: Stored): Verdict => judge([record], kept, [])

it('meets the bar when all that was played is stored once', () => {
  const verdict = of(seat(), stored([race()]))
  expect(verdict).toMatchObject({ begun: 1, ended: 1, stored: 1, missing: 0, twice: 0, keysLost: 0 })
  expect(meetsBar(verdict)).toBe(true)
})

it('sees a race, a seat and an outcome that are missing', () => {
  expect(of(seat(), { races: new Map(), profiles: [] }).missing).toBe(1)
  expect(of(seat({ seat: 1, outcome: 'lost' }), stored([race()])).missing).toBe(1)
  expect(of(seat({ outcome: 'lost' }), stored([race()])).missing).toBe(1)
})

it('sees a result that was counted twice', () => {
  expect(of(seat(), stored([race()], 2)).twice).toBe(1)
})

it('sees a place that was given twice, but not of two finishes at one instant', () => {
  const other = { ...row, seat: 1, username: 'budi' }
  expect(of(seat(), stored([race({ rows: [row, other] })])).twice).toBe(0)
  expect(of(seat(), stored([race({ rows: [row, { ...other, finishedMs: 310 }] })])).twice).toBe(1)
  expect(of(seat(), stored([race({ rows: [row, { ...other, seat: 0 }] })])).twice).toBe(1)
})

it('sees a key that is gone, altered or forgotten', () => {
  const [first] = keys
  expect(of(seat(), stored([race({ keyLogs: { 0: [first] } })])).keysLost).toBe(1)
  expect(of(seat(), stored([race({ keyLogs: { 0: [first, [301, 'i']] } })])).keysLost).toBe(1)
  expect(of(seat({ forgotten: 3 }), stored([race()])).keysLost).toBe(3)
})

it('sees who came back late, and who was never told why it could not', () => {
  const gap = { node: 'gateway-0', heardLastAt: 0, noticedAt: 100 }
  expect(of(seat({ breaks: [gap] }), stored([race()])).untold).toBe(1)
  expect(meetsBar(of(seat({ breaks: [{ ...gap, told: 'race_over' }] }), stored([race()])))).toBe(true)
  expect(meetsBar(of(seat({ breaks: [{ ...gap, resumedAt: 3_200 }] }), stored([race()])))).toBe(false)
})

it('takes an outage off the time of coming back, however they overlap', () => {
  const resumeMs = (noticedAt: number, resumedAt: number) => {
    const breaks = [{ node: 'gateway-0', heardLastAt: 0, noticedAt, resumedAt }]
    return judge([seat({ breaks })], stored([race()]), [{ from: 1_000, to: 1_030 }]).resumeMs?.p99
  }
  expect(resumeMs(900, 1_130)).toBe(200)
  expect(resumeMs(1_005, 1_025)).toBe(0)
  expect(resumeMs(1_040, 1_050)).toBe(10)
})
