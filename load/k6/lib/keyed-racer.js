import { SentUpdates } from '../../measures/sent-updates.ts'
import { Connection } from './connection.js'
import * as metrics from './metrics.js'
import { doors } from './settings.js'
import { waitMs } from './wait.js'

const BATCH_MS = 100
const KEYS_PER_BATCH_MAX = 64
const PINGS = 5
const RETURNS_MAX = 30

const mayReturn = code => code < 4000 || code >= 4500

/** A v1 player: knows cluster time, sends keys, and comes back with its token when its connection is lost. */
export class KeyedRacer {
  text = ''
  onChat = () => {}
  updates = new SentUpdates()
  opponent = new SentUpdates()
  #connection
  #token
  #clockOffsetMs = 0
  #race
  #keys = []
  #sent = 0
  #typing
  #returning
  #left = false

  /** `door`: which of the addresses it knocks at first. */
  constructor(name, door) {
    this.name = name
    this.door = door
  }

  async enter() {
    const startedAt = Date.now()
    this.#connection = await Connection.open(
      doors[this.door % doors.length],
      (message, at) => this.#onMessage(message, at),
      code => this.#onClose(code),
    )
    const token = this.#token === undefined ? {} : { token: this.#token }
    this.#connection.send({ type: 'login', username: this.name, v: 1, ...token })
    const { message, at } = await this.#connection.take('welcome')
    metrics.loginMs.add(at - startedAt)
    this.#token = message.token
  }

  /** Estimates cluster time by the ping that was answered fastest, and lets the server measure the round trip. */
  async measureClock() {
    let best = Number.POSITIVE_INFINITY
    let echo = {}
    for (let i = 0; i <= PINGS; i++) {
      const t = Date.now()
      this.#connection.send({ type: 'ping', t, ...echo })
      const { message, at } = await this.#connection.take('pong')
      echo = { echo: message.now, heldMs: Math.max(0, Date.now() - at) }
      if (at - t >= best) continue
      best = at - t
      this.#clockOffsetMs = message.now - (t + at) / 2
    }
  }

  ask(request) {
    this.#connection.send({ type: 'req_matchmaking', ...request })
  }

  async matched(withinMs) {
    const { message, at } = await this.#connection.take('matched', withinMs)
    this.#race = message.race
    this.text = message.race.text.text
    return at
  }

  async started() {
    const { at } = await this.#take('start_game', 10_000)
    metrics.startLateMs.add(at + this.#clockOffsetMs - this.#race.startsAt)
    return at
  }

  /** Presses the keys at their instants; resolves when the last is sent. */
  type(keys) {
    this.#keys = keys
    return new Promise(resolve => {
      const turn = () => {
        this.#sendDue()
        if (this.#sent >= keys.length && this.#returning === undefined) {
          resolve()
          return
        }
        // The last key ends the race: it waits for no batch.
        const untilLastMs = keys[keys.length - 1][0] - this.#raceNow()
        this.#typing = setTimeout(
          turn,
          untilLastMs > 0 && untilLastMs < BATCH_MS ? Math.ceil(untilLastMs) : BATCH_MS,
        )
      }
      turn()
    })
  }

  /** The player's own outcome, after which it waits for the end of the race. */
  async ended(withinMs) {
    const { message } = await this.#take('game_over', withinMs)
    await this.#take('race_over', withinMs)
    return message
  }

  say(text) {
    this.#connection.send({ type: 'chat', text })
  }

  /** Loses the connection, as a player whose network changes; it comes back by itself. */
  drop() {
    this.#connection.close()
  }

  leave() {
    this.#left = true
    clearTimeout(this.#typing)
    this.#connection?.close()
  }

  #sendDue() {
    if (this.#returning !== undefined) return
    const now = this.#raceNow()
    let until = this.#sent
    while (until < this.#keys.length && this.#keys[until][0] <= now) until += 1
    const due = this.#keys.slice(this.#sent, until)
    for (let i = 0; i < due.length; i += KEYS_PER_BATCH_MAX) {
      const keys = due.slice(i, i + KEYS_PER_BATCH_MAX)
      this.#connection.send({ type: 'keys', race: this.#race.id, from: this.#sent, keys })
      this.#sent += keys.length
      metrics.keysSent.add(keys.length)
      metrics.updatesSent.add(1)
      this.updates.sent({
        correct: this.#sent,
        percent: Math.floor((100 * this.#sent) / this.#keys.length),
        at: Date.now(),
      })
    }
  }

  #onMessage(message, at) {
    if (message.type === 'tick') {
      for (const [, correct] of message.seats) {
        for (const ms of this.opponent.seen('correct', correct, at)) metrics.relayMs.add(ms)
      }
    } else if (message.type === 'chat') {
      this.onChat(message, at)
    } else if (message.type === 'error') {
      this.#onRefusal(message)
    }
  }

  /** A batch that did not fit is sent again from where the server says, as any client does; nothing else may happen. */
  #onRefusal({ code, expected }) {
    if (expected !== undefined && this.#returning === undefined) {
      metrics.batchesAgain.add(1, { code })
      this.#sent = expected
      return
    }
    metrics.refusals.add(1, { code })
    console.warn(`${this.name}: refused ${code}`)
  }

  #onClose(code) {
    if (this.#left || this.#race === undefined || !mayReturn(code)) return
    this.#returning ??= this.#comeBack()
  }

  async #comeBack() {
    const lostAt = Date.now()
    for (let attempt = 0; attempt < RETURNS_MAX; attempt++) {
      this.door += 1
      try {
        await this.enter()
        const { message, at } = await this.#connection.take('snapshot')
        this.#sent = message.ack
        metrics.backMs.add(at - lostAt)
        metrics.cameBack.add(true)
        this.#returning = undefined
        this.#sendDue() // also when all was typed already, into a connection that was gone
        return
      } catch {
        this.#connection?.close()
        await waitMs(100 + 400 * Math.random())
      }
    }
    metrics.cameBack.add(false)
    throw new Error(`${this.name} did not come back in ${RETURNS_MAX} tries`)
  }

  /** Takes a message from whichever connection the player has by then. */
  async #take(kind, withinMs) {
    for (;;) {
      try {
        return await this.#connection.take(kind, withinMs)
      } catch (error) {
        if (this.#returning === undefined) throw error
        await this.#returning
      }
    }
  }

  #raceNow() {
    return Date.now() + this.#clockOffsetMs - this.#race.startsAt
  }
}
