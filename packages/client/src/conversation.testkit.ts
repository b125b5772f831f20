import type { ClientMessage, RaceView, ServerMessage } from '@ketik/protocol'
import { graphemes } from '@ketik/race'
import { type Link, type LinkHabits, newLink } from './link.ts'
import type { LinkEffect } from './link-effect.ts'
import type { LinkEvent, TimerName } from './link-event.ts'
import type { Notice } from './notice.ts'
import { update } from './update.ts'

/** Cluster time less local time in these tests. */
export const OFFSET_MS = 7_000_000
const PONG_MS = 20

const HABITS: LinkHabits = {
  addresses: 1,
  retriesNameTaken: true,
  restsWhenIdle: true,
  firstAnswerMs: null,
  leavesOtherServices: false,
}

/** One client and one server, with a clock of their own. */
export class Conversation {
  link: Link
  now = 1_000_000
  chance = 0.5
  /** How much later than it was set to each timer fires. */
  timersLateMs = 0
  /** The server answers each ping after `PONG_MS`. */
  answersPings = true
  #effects: LinkEffect[] = []
  readonly #timers = new Map<TimerName, number>()
  readonly #pongs: number[] = []

  constructor(habits: Partial<LinkHabits> = {}) {
    this.link = newLink({ ...HABITS, ...habits })
  }

  tell(event: LinkEvent): this {
    const [link, effects] = update(this.link, event, { now: this.now, chance: this.chance })
    this.link = link
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

  hear(...messages: readonly ServerMessage[]): this {
    for (const message of messages) this.tell({ on: 'received', message })
    return this
  }

  /** Time passes, and timers fire in order. */
  pass(ms: number): this {
    const until = this.now + ms
    for (;;) {
      const [next] = [...this.#timers].sort(([, one], [, other]) => one - other)
      const pingedAt = this.#pongs[0]
      if (pingedAt !== undefined && pingedAt + PONG_MS <= Math.min(until, next?.[1] ?? until)) {
        this.#pongs.shift()
        this.now = Math.max(this.now, pingedAt + PONG_MS)
        this.hear({ type: 'pong', t: pingedAt, now: pingedAt + PONG_MS / 2 + OFFSET_MS })
        continue
      }
      if (next === undefined || next[1] > until) break
      this.#timers.delete(next[0])
      this.now = Math.max(this.now, next[1])
      this.tell({ on: 'timer', timer: next[0] })
    }
    this.now = until
    return this
  }

  /** All effects since the last look. */
  takeEffects(): readonly LinkEffect[] {
    const effects = this.#effects
    this.#effects = []
    return effects
  }

  /** What was sent since the last look, without pings. */
  take(): readonly ClientMessage[] {
    return this.takeEffects()
      .flatMap(effect => (effect.do === 'send' ? [effect.message] : []))
      .filter(({ type }) => type !== 'ping')
  }

  takeNotices(): readonly Notice[] {
    return this.takeEffects().flatMap(effect => (effect.do === 'notify' ? [effect.notice] : []))
  }

  /** The addresses that the client connected to since the last look. */
  takeConnects(): readonly number[] {
    return this.takeEffects().flatMap(effect => (effect.do === 'connect' ? [effect.address] : []))
  }

  /** When a timer fires, from now; undefined when it is not set. */
  dueIn(timer: TimerName): number | undefined {
    const at = this.#timers.get(timer)
    return at === undefined ? undefined : at - this.now
  }

  start(token: string | null = null): this {
    return this.tell({ on: 'log-in', credentials: { username: 'Budi', token } })
  }

  welcomed(): this {
    return this.hear(
      {
        type: 'welcome',
        v: 1,
        username: 'Budi',
        token: 'secret',
        node: 'n1',
        now: this.now + OFFSET_MS,
        online: 2,
        graceMs: 30_000,
      },
      leaderboard,
    )
  }

  /** Connected, logged in, and the clock read. */
  login(): this {
    this.start().tell({ on: 'opened' }).welcomed()
    return this.hear({ type: 'pong', t: this.now, now: this.now + OFFSET_MS })
  }

  /** The connection drops, and the client logs in again. */
  dropAndReturn(): this {
    this.tell({ on: 'closed', code: 1006 })
    while (this.link.connection.phase === 'away') this.pass(10)
    return this.tell({ on: 'opened' }).welcomed()
  }

  matched(view: RaceView = this.viewOf('satu dua')): this {
    return this.hear({ status: 'matched', opponent: 'Ani', opponents: ['Ani'], race: view })
  }

  /** In a race whose text is open. */
  race(text = 'satu dua'): this {
    this.login().matched(this.viewOf(text)).pass(3_000).takeEffects()
    return this
  }

  viewOf(text: string, opensInMs = 3_000, id = 'r1'): RaceView {
    const startsAt = this.now + OFFSET_MS + opensInMs
    return {
      id,
      startsAt,
      endsAt: startsAt + 60_000,
      seat: 0,
      text: { id: 't1', lang: 'en', text, source: 'a test', licence: 'CC0-1.0' },
      seats: ['Budi', 'Ani'].map(username => ({
        player: username,
        username,
        timed: 'keys',
        creditMs: 0,
        resumable: true,
      })),
      rematchRoom: 'rematch-secret',
    }
  }

  type(text: string, eachMs = 50): this {
    for (const key of graphemes(text)) this.pass(eachMs).tell({ on: 'press', keys: [key] })
    return this
  }
}

export const leaderboard: ServerMessage = { type: 'res_leaderboard', window: 'all', data: [] }

export const refusal = (code: string, expected?: number): ServerMessage =>
  ({
    type: 'error',
    code,
    message: '',
    retryable: true,
    ...(expected === undefined ? {} : { expected }),
  }) as ServerMessage
