import { overWebSocket } from '../../infra/test/player.ts'
import type { Doors } from './arena.ts'
import type { Sample } from './honest-pair.ts'

const EVERY_MS = 500
const LATE_MS = 10_000

/** Honest players who come one after the other, each from an address of its own, log in, wait for a race, and go. */
export class Newcomers {
  readonly logins: Sample[] = []
  readonly matches: Sample[] = []
  /** Why somebody did not get in, or no race. */
  readonly turnedAway: string[] = []
  #come = 0
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly doors: Doors) {}

  start(): void {
    this.#timer = setInterval(() => {
      this.#come += 1
      void this.#visit(this.#come)
    }, EVERY_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #visit(number: number): Promise<void> {
    const { gateways } = this.doors
    const port = gateways[number % gateways.length]?.http ?? 0
    const address = `127.2.${Math.floor(number / 250)}.${1 + (number % 250)}`
    const cameAt = performance.now()
    try {
      const player = await overWebSocket(port, `baru${number}`, '/ws', address)
      player.send({ type: 'login', username: player.name, v: 1 })
      const { at } = await player.nextHeard('welcome', LATE_MS)
      this.logins.push({ at, ms: at - cameAt })
      player.send({ type: 'req_matchmaking' })
      const matched = await player.nextHeard('matched', LATE_MS)
      this.matches.push({ at: matched.at, ms: matched.at - at })
      player.close()
    } catch (error) {
      this.turnedAway.push(error instanceof Error ? error.message : String(error))
    }
  }
}
