import type { DriverEffect, TimerName } from '@ketik/client'
import { leaderboard, matched, raceView, SimulatedClient } from '@ketik/client/testkit'
import { graphemes } from '@ketik/race'
import type { Effect } from './effect.ts'
import type { Message } from './message.ts'
import { update } from './update.ts'
import { newWorld, type World } from './world.ts'

export { leaderboard, matched, raceView }

const NAMES = ['Budi', 'Ani', 'Sari']

/** One player and one server, with a clock of their own: what is said, and what is answered. */
export class Conversation extends SimulatedClient<TimerName, Exclude<Effect, DriverEffect>> {
  world: World = newWorld

  constructor() {
    super(0)
  }

  override tell(message: Message): this {
    const [world, effects] = update(this.world, message, { now: this.now, chance: this.chance })
    this.world = world
    return this.do(effects)
  }

  start(name: string | null = 'Budi', token: string | null = null): this {
    return this.tell({ on: 'start', name, token, left: null, keeps: true })
  }

  /** Connected, logged in, and the clock read: cluster time is local time. */
  login(): this {
    this.start().tell({ on: 'opened' }).hear(this.welcome(), leaderboard)
    return this.hear({ type: 'pong', t: this.now - 20, now: this.now - 10 })
  }

  /** In a race whose text is open. */
  race(text = 'satu dua', seats = 2): this {
    this.login()
    this.hear(matched(raceView(text, this.now + 3_000, NAMES.slice(0, seats))))
    this.pass(3_000)
    this.take()
    return this
  }

  type(text: string, eachMs = 50): this {
    for (const key of graphemes(text)) this.pass(eachMs).tell({ on: 'press', keys: [key] })
    return this
  }
}
