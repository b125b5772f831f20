import type { RaceView, ServerMessage } from '@ketik/protocol'
import { graphemes } from '@ketik/race'
import { type Link, type LinkHabits, newLink } from './link.ts'
import type { LinkEffect } from './link-effect.ts'
import type { LinkEvent, TimerName } from './link-event.ts'
import type { Notice } from './notice.ts'
import { leaderboard, matched, raceView, SimulatedClient } from './simulated-client.testkit.ts'
import { update } from './update.ts'

/** Cluster time less local time in these tests. */
export const OFFSET_MS = 7_000_000

const HABITS: LinkHabits = {
  addresses: 1,
  retriesNameTaken: true,
  restsWhenIdle: true,
  firstAnswerMs: null,
  leavesOtherServices: false,
}

/** One client and one server, with a clock of their own. */
export class Conversation extends SimulatedClient<TimerName, Extract<LinkEffect, { do: 'notify' }>> {
  link: Link

  constructor(habits: Partial<LinkHabits> = {}) {
    super(OFFSET_MS)
    this.link = newLink({ ...HABITS, ...habits })
  }

  override tell(event: LinkEvent): this {
    const [link, effects] = update(this.link, event, { now: this.now, chance: this.chance })
    this.link = link
    return this.do(effects)
  }

  takeNotices(): readonly Notice[] {
    return this.takeEffects().flatMap(effect => (effect.do === 'notify' ? [effect.notice] : []))
  }

  /** The addresses that the client connected to since the last look. */
  takeConnects(): readonly number[] {
    return this.takeEffects().flatMap(effect => (effect.do === 'connect' ? [effect.address] : []))
  }

  start(token: string | null = null): this {
    return this.tell({ on: 'log-in', credentials: { username: 'Budi', token } })
  }

  welcomed(): this {
    return this.hear(this.welcome(), leaderboard)
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
    return this.hear(matched(view))
  }

  /** In a race whose text is open. */
  race(text = 'satu dua'): this {
    this.login().matched(this.viewOf(text)).pass(3_000).takeEffects()
    return this
  }

  viewOf(text: string, opensInMs = 3_000, id = 'r1'): RaceView {
    return raceView(text, this.now + OFFSET_MS + opensInMs, ['Budi', 'Ani'], id)
  }

  type(text: string, eachMs = 50): this {
    for (const key of graphemes(text)) this.pass(eachMs).tell({ on: 'press', keys: [key] })
    return this
  }
}

export const refusal = (code: string, expected?: number): ServerMessage =>
  ({
    type: 'error',
    code,
    message: '',
    retryable: true,
    ...(expected === undefined ? {} : { expected }),
  }) as ServerMessage
