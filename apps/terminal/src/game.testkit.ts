import type { DriverEffect } from '@ketik/client'
import { matched, raceView, SimulatedClient } from '@ketik/client/testkit'
import {
  type BoardRow,
  type ClientMessage,
  decodeServerMessage,
  type Leaderboard,
  type RaceView,
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

export const raceOf = (
  startsAt: number,
  text = TEXT,
  names: readonly string[] = ['Ani', 'Budi'],
): RaceView => ({
  ...raceView(text, startsAt, names),
  endsAt: startsAt + 600_000,
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
export class Game extends SimulatedClient<TimerName, Exclude<Effect, DriverEffect<TimerName>>> {
  state: State
  override chance = 0

  constructor(options: Partial<Options> & { readonly lang?: Lang } = {}) {
    super(OFFSET_MS)
    const { lang = 'en', ...rest } = options
    const addresses: readonly Address[] = [{ host: 'one', port: 1 }]
    this.state = newState({ name: 'Ani', addresses, wish: {}, words: wordsOf(lang), canRace: true, ...rest })
  }

  override tell(event: Event): this {
    const [state, effects] = update(this.state, event, { now: this.now, chance: this.chance })
    this.state = state
    this.do(effects)
    if (effects.some(effect => effect.do === 'quit')) this.stop()
    return this
  }

  line(text: string): this {
    return this.tell({ on: 'received', message: decodeServerMessage(text) })
  }

  /** Connects and logs in, with a clock that is right. */
  enter(): this {
    this.tell({ on: 'start' }).tell({ on: 'opened' })
    return this.welcomed()
  }

  welcomed(): this {
    const pong = { type: 'pong', t: this.now, now: this.now + OFFSET_MS }
    return this.hear(this.welcome(this.state.options.name), boardOf(), pong)
  }

  /** Matched with Budi; the text opens in three seconds. */
  matched(view: RaceView = raceOf(this.now + OFFSET_MS + 3_000)): this {
    return this.hear(matched(view))
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
    if (type === undefined) return this.take()
    return this.takeEffects().flatMap(effect =>
      effect.do === 'send' && effect.message.type === type ? [effect.message] : [],
    )
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
