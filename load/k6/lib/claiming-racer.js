import { SentUpdates } from '../../measures/sent-updates.ts'
import { Connection } from './connection.js'
import * as metrics from './metrics.js'
import { doors } from './settings.js'

const CLAIM_EVERY_MS = 250

/** A player of contract A: starts when it is told to, and claims its progress in percent. It cannot come back. */
export class ClaimingRacer {
  text = ''
  updates = new SentUpdates()
  opponent = new SentUpdates()
  #connection
  #startedAt = 0

  constructor(name, door) {
    this.name = name
    this.door = door
  }

  async enter() {
    const startedAt = Date.now()
    this.#connection = await Connection.open(
      doors[this.door % doors.length],
      (message, at) => this.#onMessage(message, at),
      () => {},
    )
    this.#connection.send({ type: 'login', username: this.name })
    const { at } = await this.#connection.take('res_leaderboard')
    metrics.loginMs.add(at - startedAt)
  }

  async measureClock() {}

  ask(request) {
    this.#connection.send({ type: 'req_matchmaking', ...request })
  }

  async matched(withinMs) {
    const { at } = await this.#connection.take('matched', withinMs)
    return at
  }

  async started() {
    const { message, at } = await this.#connection.take('start_game', 10_000)
    this.#startedAt = at
    this.text = message.text
    return at
  }

  /** Claims at even times how much of the text is typed, and the end at the instant of the last key. */
  type(keys) {
    const endsAt = this.#startedAt + keys[keys.length - 1][0]
    let typed = 0
    return new Promise(resolve => {
      const turn = () => {
        const now = Date.now()
        if (now >= endsAt) {
          this.#connection.send({ type: 'finish', wpm: 60 })
          this.#sent(100, keys.length)
          resolve()
          return
        }
        while (typed < keys.length && this.#startedAt + keys[typed][0] <= now) typed += 1
        const progress = Math.min(99, Math.floor((100 * typed) / keys.length))
        if (progress > 0) {
          this.#connection.send({ type: 'progress', progress, wpm: 60 })
          this.#sent(progress, keys.length)
        }
        setTimeout(turn, Math.min(CLAIM_EVERY_MS, Math.max(1, endsAt - now)))
      }
      turn()
    })
  }

  async ended(withinMs) {
    const { message } = await this.#connection.take('game_over', withinMs)
    return message
  }

  say(text) {
    this.#connection.send({ type: 'chat', text })
  }

  drop() {}

  leave() {
    this.#connection?.close()
  }

  #sent(percent, chars) {
    metrics.updatesSent.add(1)
    this.updates.sent({ correct: Math.round((percent * chars) / 100), percent, at: Date.now() })
  }

  #onMessage(message, at) {
    if (message.type === 'opponent_progress') {
      for (const ms of this.opponent.seen('percent', message.progress, at)) metrics.relayMs.add(ms)
    } else if (message.type === 'error') {
      metrics.refusals.add(1, { code: message.code })
      console.warn(`${this.name}: refused ${message.code}`)
    }
  }
}
