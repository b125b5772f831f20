import type { OpenTransport, TransportEvents } from '@ketik/client'
import type { ClientMessage, ServerMessage } from '@ketik/protocol'
import { createTyping, press } from '@ketik/race'
import { FIGURES, LOGS, lastMs, PLACES, RACERS, raceView, TEXT } from './fake-race.ts'
import type { Scene } from './scene.ts'

const SAYINGS: readonly (readonly [string, string])[] = [
  ['Ani', 'selamat sore semuanya'],
  ['Kofi', 'evening! anyone up for five?'],
  ['Sari Dewi', 'sebentar, kopi dulu'],
  ['Ani', 'I keep missing the semicolon in that Melville one'],
  ['Bjørn', 'same. and “precisely”, every single time'],
  ['Budi', 'five sounds good, I am in'],
]

const RACING_MS = 17_500

type Tell = (...messages: readonly ServerMessage[]) => void
type Visit = {
  readonly scene: Scene
  readonly tell: Tell
  readonly events: TransportEvents
  now(): number
}

/** A server inside the page: enough of protocol v1 to show every state the page can be in. */
export const fakeServer =
  (scene: Scene, now: () => number): OpenTransport =>
  events => {
    const tell: Tell = (...messages) => {
      for (const message of messages) setTimeout(() => events.received(JSON.stringify(message)), 0)
    }
    setTimeout(() => (scene === 'offline' ? events.closed({ code: 1006 }) : events.opened()), 0)
    return {
      send: frame => answer({ scene, tell, events, now }, JSON.parse(frame) as ClientMessage),
      close: () => {},
    }
  }

const answer = (visit: Visit, message: ClientMessage): void => {
  const { scene, tell, now } = visit
  switch (message.type) {
    case 'login':
      login(visit, message.username)
      break
    case 'ping':
      setTimeout(() => tell({ type: 'pong', t: message.t, now: now() + 5 }), 18 + 8 * Math.random())
      break
    case 'chat':
      tell({ type: 'chat', from: RACERS[0], text: message.text, at: now() })
      break
    case 'req_matchmaking':
      tell(
        scene === 'queue-full'
          ? { type: 'error', code: 'queue_full', message: '', retryable: true }
          : { status: 'waiting', waiting_count: 1 },
      )
      break
    default:
  }
}

const login = ({ scene, tell, events, now }: Visit, username: string): void => {
  const board: ServerMessage = { type: 'res_leaderboard', window: 'all', data: [] }
  if (scene === 'old-server') {
    tell(board)
    return
  }
  tell(
    {
      type: 'welcome',
      v: 1,
      username,
      token: 'fake',
      node: 'n1',
      now: now(),
      online: 12,
      graceMs: 30_000,
      ...(scene === 'owner' ? { account: true as const } : {}),
    },
    board,
    ...SAYINGS.map(
      ([from, text], index): ServerMessage => ({
        type: 'chat',
        from,
        text,
        at: now() - (9 - index) * 61_000,
      }),
    ),
    { type: 'presence', event: 'join', username, online: 12 },
  )
  if (scene === 'garbage') setTimeout(() => events.received('{"type":"chat","from":7}'), 50)
  if (scene === 'countdown')
    tell({
      status: 'matched',
      opponent: RACERS[1],
      opponents: RACERS.slice(1),
      race: raceView(now() + 2_900),
    })
  if (scene === 'start') race(tell, now, 0)
  if (scene === 'race' || scene === 'race-away') race(tell, now, RACING_MS)
  if (scene === 'race-live') {
    race(tell, now, 0)
    const startedAt = now()
    setInterval(() => tell(tick(now() - startedAt)), TICK_MS)
  }
  if (scene === 'race-away') setTimeout(() => events.closed({ code: 1006 }), 60)
  if (scene === 'result') result(tell, now, 'lost')
  if (scene === 'won') result(tell, now, 'won')
}

const correctBy = (seat: number, ms: number): number => {
  const typing = createTyping(TEXT.text)
  for (const [at, key] of LOGS[seat] ?? []) {
    if (at > ms) break
    press(typing, key)
  }
  return typing.correct
}

const TICK_MS = 50

const tick = (ms: number): ServerMessage => ({
  type: 'tick',
  race: 'fake-race',
  seats: RACERS.slice(1).map((_, index) => [index + 1, correctBy(index + 1, ms), 70 + (ms % 9)]),
})

const race = (tell: Tell, now: () => number, racedMs: number): void => {
  const keys = (LOGS[0] ?? []).filter(([ms]) => ms <= racedMs)
  tell({
    type: 'snapshot',
    race: raceView(now() - racedMs),
    ack: keys.length,
    keys,
    seats: RACERS.map((_, seat) => {
      const correct = correctBy(seat, racedMs)
      return {
        seat,
        state: seat === 3 && racedMs > 0 ? 'away' : 'racing',
        correct,
        wpm: racedMs === 0 ? 0 : (12_000 * correct) / racedMs,
      } as const
    }),
  })
}

const result = (tell: Tell, now: () => number, outcome: 'won' | 'lost'): void => {
  const view = raceView(now() - Math.max(...LOGS.map(lastMs)))
  const keys = LOGS[0] ?? []
  const place = outcome === 'won' ? 1 : (PLACES[0] ?? 2)
  tell(
    {
      type: 'snapshot',
      race: view,
      ack: keys.length,
      keys,
      seats: RACERS.map((_, seat) => ({
        seat,
        state: 'finished',
        correct: FIGURES[seat]?.chars ?? 0,
        wpm: FIGURES[seat]?.wpm ?? 0,
      })),
    },
    { type: 'game_over', race: view.id, result: outcome, place },
    {
      type: 'race_over',
      race: view.id,
      standings: RACERS.map((username, seat) => ({
        seat,
        username,
        state: 'finished',
        place: PLACES[seat] ?? 1,
        wpm: FIGURES[seat]?.wpm ?? 0,
        raw: FIGURES[seat]?.raw ?? null,
        accuracy: FIGURES[seat]?.accuracy ?? null,
        consistency: FIGURES[seat]?.consistency ?? null,
      })),
    },
  )
}
