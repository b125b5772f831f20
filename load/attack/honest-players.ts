import { setTimeout as pause } from 'node:timers/promises'
import type { ServerMessage } from '@ketik/protocol'
import { overWebSocket } from '../../infra/test/player.ts'
import { openDoor } from '../bots/open-door.ts'
import { Racer } from '../bots/racer.ts'
import { type Doors, portOf } from './attack.ts'

/** What honest players have noticed: how long they waited, in ms, and what became of some. */
export type Noticed = Readonly<Record<'relay' | 'login' | 'match' | 'chat', number[]>> & {
  /** How connections ended that nobody but the server can have ended. */
  readonly closed: string[]
  /** Why somebody did not get in, or no race. */
  readonly turnedAway: string[]
}

const WPM_MIN = 80
const CHAT_EVERY_MS = 4_000
const NEWCOMER_EVERY_MS = 500
const LATE_MS = 10_000

const nothing = (): Noticed => ({ relay: [], login: [], match: [], chat: [], closed: [], turnedAway: [] })

/** Pairs who race each other again and again, and chat, and a newcomer every half second; all from addresses of their own. */
export class HonestPlayers {
  #noticed = nothing()
  #isRunning = true
  #come = 0
  readonly #racers = new Set<Racer>()
  readonly #racing: Promise<unknown>
  readonly #coming = setInterval(() => void this.#visit(++this.#come), NEWCOMER_EVERY_MS)

  /** The pairs come one after the other within a time. */
  constructor(
    private readonly doors: Doors,
    pairs: number,
    withinMs: number,
  ) {
    this.#racing = Promise.all(
      Array.from({ length: pairs }, async (_, pair) => {
        await pause((pair * withinMs) / pairs)
        while (this.#isRunning) await this.#raceAsPair(pair)
      }),
    )
  }

  /** Since it was last taken. */
  take(): Noticed {
    const noticed = this.#noticed
    this.#noticed = nothing()
    return noticed
  }

  async leave(): Promise<void> {
    this.#isRunning = false
    clearInterval(this.#coming)
    for (const racer of this.#racers) racer.leave()
    await this.#racing
  }

  /** Two on different nodes race until one of them cannot go on. */
  async #raceAsPair(pair: number): Promise<void> {
    const racers = [this.#racer(pair, 0), this.#racer(pair, 1)] as const
    const [one, other] = racers
    one.meter.opponent = other.updates
    other.meter.opponent = one.updates
    let chatting: NodeJS.Timeout | undefined
    try {
      await Promise.all(racers.map(racer => racer.enter()))
      chatting = setInterval(() => other.say(greeting(pair, performance.now())), CHAT_EVERY_MS)
      for (let race = 0; this.#isRunning; race++) {
        for (const racer of racers) racer.ask({ room: `jujur${pair}-${race}` })
        await Promise.all(racers.map(racer => racer.matched()))
        const seeds = [0, 1].map(seat => 1_000 * pair + 2 * race + seat)
        await Promise.all(seeds.map((seed, seat) => racers[seat]?.raceAt(WPM_MIN + (seed % 30), seed)))
      }
    } catch (error) {
      if (this.#isRunning) this.#noticed.closed.push(String(error))
    }
    clearInterval(chatting)
    for (const racer of racers) {
      racer.leave()
      this.#racers.delete(racer)
    }
  }

  /**
   * Every other pair has a player over TCP. A connection that ends counts against the server; the racer comes back by
   * itself.
   */
  #racer(pair: number, seat: 0 | 1): Racer {
    const name = `jujur${pair}-${seat}`
    const over = seat === 1 && pair % 2 === 0 ? 'tcp' : 'websocket'
    const port = over === 'tcp' ? portOf(this.doors, 'race') : portOf(this.doors, 'http', pair + seat)
    const racer = new Racer({
      name,
      connect: () => openDoor({ over, port, localAddress: `127.1.${pair}.${1 + seat}` }),
      meter: (metric, ms) => {
        if (metric === 'relay_ms') this.#noticed.relay.push(ms)
      },
      onMessage: (message, at) => {
        if (seat === 0) this.#onMessage(pair, message, at)
      },
      onNotice: notice => {
        if (notice.on === 'disconnected' && this.#isRunning)
          this.#noticed.closed.push(`${name}: ${notice.fault}, code ${notice.code}`)
      },
    })
    this.#racers.add(racer)
    return racer
  }

  #onMessage(pair: number, message: ServerMessage, at: number): void {
    if (!('type' in message) || message.type !== 'chat') return
    const saidAt = Number(message.text.split(' ').at(-1))
    if (message.text === greeting(pair, saidAt)) this.#noticed.chat.push(at - saidAt)
  }

  /** Somebody comes, logs in, waits for a race, and goes. */
  async #visit(number: number): Promise<void> {
    const address = `127.2.${Math.floor(number / 250)}.${1 + (number % 250)}`
    const cameAt = performance.now()
    try {
      const port = portOf(this.doors, 'http', number)
      const player = await overWebSocket(port, `baru${number}`, '/ws', address)
      player.send({ type: 'login', username: player.name, v: 1 })
      const welcome = await player.nextHeard('welcome', LATE_MS)
      this.#noticed.login.push(welcome.at - cameAt)
      player.send({ type: 'req_matchmaking' })
      const matched = await player.nextHeard('matched', LATE_MS)
      this.#noticed.match.push(matched.at - welcome.at)
      player.close()
    } catch (error) {
      this.#noticed.turnedAway.push(String(error))
    }
  }
}

/** The text of a message says whose it is, and when it was sent. */
const greeting = (pair: number, at: number): string => `halo dari ${pair} pada ${Math.round(at)}`
