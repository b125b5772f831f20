import { type ClientMessage, decodeServerMessage, type RaceView, type ServerMessage } from '@ketik/protocol'
import { graphemes } from '@ketik/race'
import type { Effect } from './effect.ts'
import type { Message } from './message.ts'
import { update } from './update.ts'
import { newWorld, type World } from './world.ts'

const PONG_MS = 20

/** One player and one server, with a clock of their own: what is said, and what is answered. */
export class Conversation {
  world: World = newWorld
  now = 1_000_000
  chance = 0.5
  /** How much later than it was set to each timer fires. */
  timersLateMs = 0
  /** The server answers each ping after `PONG_MS`. */
  answersPings = true
  #effects: Effect[] = []
  readonly #timers = new Map<string, number>()
  readonly #pongs: number[] = []

  tell(message: Message): this {
    const [world, effects] = update(this.world, message, { now: this.now, chance: this.chance })
    this.world = world
    for (const effect of effects) {
      this.#effects.push(effect)
      if (effect.do === 'set-timer')
        this.#timers.set(effect.timer, this.now + effect.afterMs + this.timersLateMs)
      if (effect.do === 'cancel-timer') this.#timers.delete(effect.timer)
      if (effect.do === 'send' && effect.message.type === 'ping' && this.answersPings)
        this.#pongs.push(effect.message.t)
      if (effect.do === 'close') this.#pongs.length = 0
    }
    return this
  }

  hear(...messages: readonly (ServerMessage | Readonly<Record<string, unknown>>)[]): this {
    for (const message of messages)
      this.tell({ on: 'received', message: decodeServerMessage(JSON.stringify(message)) })
    return this
  }

  /** Lets time pass, and every timer that falls due ring in order. */
  pass(ms: number): this {
    const until = this.now + ms
    for (;;) {
      const [next] = [...this.#timers].sort(([, one], [, other]) => one - other)
      const pingedAt = this.#pongs[0]
      if (pingedAt !== undefined && pingedAt + PONG_MS <= Math.min(until, next?.[1] ?? until)) {
        this.#pongs.shift()
        this.now = Math.max(this.now, pingedAt + PONG_MS)
        this.hear({ type: 'pong', t: pingedAt, now: pingedAt + PONG_MS / 2 })
        continue
      }
      if (next === undefined || next[1] > until) break
      this.#timers.delete(next[0])
      this.now = Math.max(this.now, next[1])
      this.tell({ on: 'timer', timer: next[0] as never })
    }
    this.now = until
    return this
  }

  /** What was sent since the last look, without pings. */
  take(): readonly ClientMessage[] {
    const sent = this.#effects.flatMap(effect => (effect.do === 'send' ? [effect.message] : []))
    this.#effects = []
    return sent.filter(({ type }) => type !== 'ping')
  }

  /** All effects since the last look. */
  takeEffects(): readonly Effect[] {
    const effects = this.#effects
    this.#effects = []
    return effects
  }

  /** When a timer is due, from now; `undefined` when it is not set. */
  dueIn(timer: string): number | undefined {
    const at = this.#timers.get(timer)
    return at === undefined ? undefined : at - this.now
  }

  start(name: string | null = 'Budi', token: string | null = null): this {
    return this.tell({ on: 'start', name, token, left: null, keeps: true })
  }

  /** Connected, logged in, and the clock read: cluster time is local time. */
  login(): this {
    this.start().tell({ on: 'opened' }).hear(this.welcome(), leaderboard)
    return this.hear({ type: 'pong', t: this.now - 20, now: this.now - 10 })
  }

  welcome(): ServerMessage {
    return {
      type: 'welcome',
      v: 1,
      username: 'Budi',
      token: 'secret',
      node: 'n1',
      now: this.now,
      online: 2,
      graceMs: 30_000,
    }
  }

  /** In a race whose text is open. */
  race(text = 'satu dua', seats = 2): this {
    this.login()
    this.hear(matched(raceView(text, this.now + 3_000, seats)))
    this.pass(3_000)
    this.take()
    return this
  }

  type(text: string, eachMs = 50): this {
    for (const key of graphemes(text)) this.pass(eachMs).tell({ on: 'press', keys: [key] })
    return this
  }
}

export const leaderboard: ServerMessage = { type: 'res_leaderboard', window: 'all', data: [] }

export const raceView = (text: string, startsAt: number, seats = 2): RaceView => ({
  id: 'r1',
  startsAt,
  endsAt: startsAt + 60_000,
  seat: 0,
  text: { id: 't1', lang: 'en', text, source: 'a test', licence: 'CC0' },
  seats: ['Budi', 'Ani', 'Sari'].slice(0, seats).map(username => ({
    player: username,
    username,
    timed: 'keys',
    creditMs: 0,
    resumable: true,
  })),
  rematchRoom: 'rematch-secret',
})

export const matched = (race: RaceView): ServerMessage => ({
  status: 'matched',
  opponent: race.seats[1]?.username ?? '',
  opponents: race.seats.slice(1).map(seat => seat.username),
  race,
})
