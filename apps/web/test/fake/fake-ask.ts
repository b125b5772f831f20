import { progressCurve } from '@ketik/race'
import type { Answer, Ask } from '../../src/rest/ask.ts'
import { FIGURES, PLACES, RACERS, STORED_LOGS, TEXT } from './fake-race.ts'
import type { Scene } from './scene.ts'

const NAMES = [
  ...RACERS,
  'Nyoman',
  'Xiào Míng',
  'Ratna',
  'Ferdinand Magellan II',
  'Tuti',
  'Ottoline',
] as const

const ok = (body: unknown): Answer => ({ answered: 'ok', body })

/** REST as the fake server answers it. */
export const fakeAsk =
  (scene: Scene, now: () => number): Ask =>
  async path => {
    if (scene === 'failing') return { answered: 'failed' }
    const { pathname, searchParams } = new URL(path, 'http://fake')
    if (pathname === '/api/leaderboard')
      return ok({ window: 'all', data: scene === 'empty' ? [] : boardRows(now(), searchParams.get('timed')) })
    if (pathname === '/api/online')
      return ok(scene === 'empty' ? { online: 0, players: [] } : { online: 12, players: NAMES })
    if (pathname === '/api/live') return ok({ races: scene === 'empty' ? [] : liveRaces(now()) })
    if (pathname === '/api/races/fake-race') return ok(record(now()))
    if (pathname === '/api/races/fake-race/keys') return ok({ seats: [{ seat: 0, keys: STORED_LOGS[0] }] })
    if (pathname === '/api/players/Budi') return ok(player(now()))
    return { answered: 'missing' }
  }

const boardRows = (now: number, timed: string | null) =>
  NAMES.slice(0, 10).map((username, index) => ({
    rank: index + 1,
    username,
    wpm: Math.round(10 * (141.2 - 6.3 * index + (index % 3))) / 10,
    accuracy: 0.98 - 0.004 * index,
    races: 40 - 3 * index,
    at: now - index * 3_600_000,
    timed: timed === 'arrival' || (timed === 'any' && index % 4 === 1) ? 'arrival' : 'keys',
    race: 'fake-race',
  }))

const liveRaces = (now: number) => [
  {
    id: 'live-1',
    startsAt: now - 12_000,
    seats: [
      { username: 'Nyoman', progress: 61 },
      { username: 'Ratna', progress: 54 },
      { username: 'Tuti', progress: 33 },
    ],
  },
  {
    id: 'live-2',
    startsAt: now - 31_000,
    seats: [
      { username: 'Xiào Míng', progress: 92 },
      { username: 'Ferdinand Magellan II', progress: 78 },
    ],
  },
]

const record = (now: number) => ({
  id: 'fake-race',
  text: { ...TEXT, chars: TEXT.text.length },
  startsAt: now - 60_000,
  endedAt: now,
  cancelled: false,
  rows: RACERS.map((username, seat) => ({
    seat,
    username,
    timed: 'keys',
    won: PLACES[seat] === 1,
    state: 'finished',
    place: PLACES[seat],
    wpm: FIGURES[seat]?.wpm,
    raw: FIGURES[seat]?.raw,
    accuracy: FIGURES[seat]?.accuracy,
    consistency: FIGURES[seat]?.consistency,
  })),
  curves: Object.fromEntries(STORED_LOGS.map((log, seat) => [seat, progressCurve(TEXT.text, log)])),
})

const player = (now: number) => ({
  username: 'Budi',
  races: 128,
  wins: 41,
  best: { wpm: 97.3, accuracy: 0.98, at: now, raceId: 'fake-race' },
  recent: Array.from({ length: 9 }, (_, index) => ({
    raceId: `fake-race-${index}`,
    at: now - index * 7_300_000,
    lang: index % 3 === 0 ? 'id' : 'en',
    state: index === 4 ? 'left' : 'finished',
    reason: null,
    won: index % 3 === 1,
    place: index === 4 ? null : 1 + (index % 4),
    wpm: index === 4 ? null : 97.3 - 2.7 * index,
    accuracy: index === 4 ? null : 0.98 - 0.005 * index,
    review: false,
  })),
})
