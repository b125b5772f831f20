import {
  type BoardRow,
  type ClientMessage,
  decodeServerMessage,
  type Leaderboard,
  type RaceView,
  type ServerMessage,
} from '@ketik/protocol'
import type { Lang } from '@ketik/race'
import type { Effect } from './core/effect.ts'
import type { Event, Key, TimerName } from './core/event.ts'
import { type Address, newState, type Options, type State } from './core/state.ts'
import { update } from './core/update.ts'
import { withoutIsolates } from './view/isolate.ts'
import { render } from './view/render.ts'
import { type Size, textOf } from './view/span.ts'
import { wordsOf } from './words/words-of.ts'

/** Cluster time less local time in these tests. */
export const OFFSET_MS = 7_000_000

export const TEXT = 'the quick fox'

const PONG_MS = 20

export const raceOf = (
  startsAt: number,
  text = TEXT,
  names: readonly string[] = ['Ani', 'Budi'],
): RaceView => ({
  id: 'r1',
  startsAt,
  endsAt: startsAt + 600_000,
  seat: 0,
  text: { id: 't1', lang: 'en', text, source: 'test', licence: 'CC0-1.0' },
  seats: names.map((username, seat) => ({
    player: `p${seat}`,
    username,
    timed: 'keys',
    creditMs: 0,
    resumable: true,
  })),
  rematchRoom: 'rematch-secret',
})

export const boardOf = (...rows: readonly Partial<BoardRow>[]): Leaderboard => ({
  type: 'res_leaderboard',
  window: 'all',
  data: rows.map(row => ({ ...ROW, ...row })),
})

const ROW: BoardRow = {
  rank: 1,
  username: 'Ani',
  wpm: 90,
  accuracy: null,
  races: 1,
  at: 1,
  timed: 'keys',
  race: 'r1',
}

/** The program without a terminal or a network: a clock that the test moves, and everything it asked for. */
export class Game {
  state: State
  now = 1_000_000
  /** How much later than it was set to each timer fires. */
  timersLateMs = 0
  /** The server answers each ping after `PONG_MS`. */
  answersPings = true
  readonly effects: Effect[] = []
  readonly #timers = new Map<TimerName, number>()
  readonly #pings: number[] = []

  constructor(options: Partial<Options> & { readonly lang?: Lang } = {}) {
    const { lang = 'en', ...rest } = options
    const addresses: readonly Address[] = [{ host: 'one', port: 1 }]
    this.state = newState({ name: 'Ani', addresses, wish: {}, words: wordsOf(lang), canRace: true, ...rest })
  }

  tell(event: Event): this {
    const [state, effects] = update(this.state, event, { now: this.now, chance: 0 })
    this.state = state
    for (const effect of effects) {
      this.effects.push(effect)
      if (effect.do === 'set-timer')
        this.#timers.set(effect.timer, this.now + effect.afterMs + this.timersLateMs)
      if (effect.do === 'cancel-timer') this.#timers.delete(effect.timer)
      if (effect.do === 'send' && effect.message.type === 'ping' && this.answersPings)
        this.#pings.push(effect.message.t)
      if (effect.do === 'close') this.#pings.length = 0
      if (effect.do === 'quit') this.#timers.clear()
    }
    return this
  }

  /** Time goes by, and timers are due in their order. */
  pass(ms: number): this {
    const until = this.now + ms
    for (;;) {
      const [next] = [...this.#timers].filter(([, at]) => at <= until).sort(([, a], [, b]) => a - b)
      const pingedAt = this.#pings[0]
      if (pingedAt !== undefined && pingedAt + PONG_MS <= Math.min(until, next?.[1] ?? until)) {
        this.#pings.shift()
        this.now = Math.max(this.now, pingedAt + PONG_MS)
        this.hear({ type: 'pong', t: pingedAt, now: pingedAt + PONG_MS / 2 + OFFSET_MS })
        continue
      }
      if (next === undefined) break
      const [timer, at] = next
      this.#timers.delete(timer)
      this.now = Math.max(this.now, at)
      this.tell({ on: 'timer', timer })
    }
    this.now = until
    return this
  }

  line(text: string): this {
    return this.tell({ on: 'received', message: decodeServerMessage(text) })
  }

  hear(...messages: readonly (ServerMessage | Readonly<Record<string, unknown>>)[]): this {
    for (const message of messages) this.line(JSON.stringify(message))
    return this
  }

  /** Connects and logs in, with a clock that is right. */
  enter(): this {
    this.tell({ on: 'start' }).tell({ on: 'opened' })
    return this.welcomed()
  }

  welcomed(): this {
    this.hear({
      type: 'welcome',
      v: 1,
      username: this.state.options.name,
      token: 'the-token',
      node: 'n1',
      now: this.now + OFFSET_MS,
      online: 2,
      graceMs: 30_000,
    })
    return this.hear(boardOf()).hear({
      type: 'pong',
      t: this.now,
      now: this.now + OFFSET_MS,
    })
  }

  /** Matched with Budi; the text opens in three seconds. */
  matched(view: RaceView = raceOf(this.now + OFFSET_MS + 3_000)): this {
    return this.hear({ status: 'matched', opponent: 'Budi', opponents: ['Budi'], race: view })
  }

  press(...keys: readonly Key['key'][]): this {
    for (const key of keys) this.tell({ on: 'key', key: { key, text: '' } as Key })
    return this
  }

  /** Character by character, `gapMs` apart. */
  type(text: string, gapMs = 0): this {
    for (const one of text) {
      this.pass(gapMs)
      this.tell({ on: 'key', key: { key: 'text', text: one } })
    }
    return this
  }

  submit(text: string): this {
    return this.type(text).press('enter')
  }

  /** What was sent since the last call, of one type or of all but pings. */
  sent(type?: ClientMessage['type']): readonly ClientMessage[] {
    const messages = this.effects.flatMap(effect => (effect.do === 'send' ? [effect.message] : []))
    this.effects.length = 0
    return messages.filter(message => (type === undefined ? message.type !== 'ping' : message.type === type))
  }

  did(what: Effect['do']): readonly Effect[] {
    return this.effects.filter(effect => effect.do === what)
  }

  rows(size: Size = { cols: 80, rows: 24 }): readonly string[] {
    return render(this.state, size, this.now).lines.map(line => withoutIsolates(textOf(line)).trimEnd())
  }

  screen(size?: Size): string {
    return this.rows(size).join('\n')
  }
}
