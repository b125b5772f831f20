import { setTimeout as pause } from 'node:timers/promises'
import { overWebSocket } from '../../infra/test/player.ts'
import { type Doors, portOf } from './attack.ts'
import { HonestPair, type Noticed } from './honest-pair.ts'

const NEWCOMER_EVERY_MS = 500
const LATE_MS = 10_000

const nothing = (): Noticed => ({ relay: [], login: [], match: [], chat: [], closed: [], turnedAway: [] })

/** Pairs who race and chat all the time, and a newcomer every half second. */
export class HonestPlayers {
  /** Since it was last taken. */
  noticed = nothing()
  readonly #pairs: readonly HonestPair[]
  readonly #racing: Promise<unknown>
  readonly #coming: NodeJS.Timeout
  #come = 0

  /** The pairs come one after the other within a time. */
  constructor(
    private readonly doors: Doors,
    count: number,
    withinMs: number,
  ) {
    this.#pairs = Array.from({ length: count }, (_, number) => new HonestPair(number, doors, this))
    const racing = this.#pairs.map(async (pair, number) => {
      await pause((number * withinMs) / count)
      await pair.run()
    })
    this.#racing = Promise.allSettled(racing)
    this.#coming = setInterval(() => void this.#visit(++this.#come), NEWCOMER_EVERY_MS)
  }

  take(): Noticed {
    const { noticed } = this
    this.noticed = nothing()
    return noticed
  }

  async leave(): Promise<void> {
    clearInterval(this.#coming)
    for (const pair of this.#pairs) pair.stop()
    await this.#racing
  }

  /** Somebody comes from an address of its own, logs in, waits for a race, and goes. */
  async #visit(number: number): Promise<void> {
    const address = `127.2.${Math.floor(number / 250)}.${1 + (number % 250)}`
    const cameAt = performance.now()
    try {
      const port = portOf(this.doors, 'http', number)
      const player = await overWebSocket(port, `baru${number}`, '/ws', address)
      player.send({ type: 'login', username: player.name, v: 1 })
      const welcome = await player.nextHeard('welcome', LATE_MS)
      this.noticed.login.push(welcome.at - cameAt)
      player.send({ type: 'req_matchmaking' })
      const matched = await player.nextHeard('matched', LATE_MS)
      this.noticed.match.push(matched.at - welcome.at)
      player.close()
    } catch (error) {
      this.noticed.turnedAway.push(String(error))
    }
  }
}
