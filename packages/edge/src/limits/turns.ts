import { FairLines } from './fair-lines.ts'
import { networkOf } from './network-of.ts'

/** What is asked, and what it is taken to cost of the node's time, in ms. */
export const PRICES_MS = {
  /** A session of Socket.IO by long-polling. */
  handshake: 1,
  /** Of the interface below `/api`, with its share of asking Redis or PostgreSQL. */
  api: 0.5,
  file: 0.1,
  /** A leaderboard asked for by a message. */
  board: 0.15,
} as const

/** Of the node's time, the share that requests may have, and how much of it at once. */
const SHARE = 0.25
const BURST_MS = 5
/** From one turn of those who wait to the next: what races have to do comes in between. */
const EACH_MS = 20
/** Each is a request whose sender waits, in a few KiB. */
const WAITING_MAX = 10_000

type Waiting = {
  /** Whether its sender has left: then it is neither looked at nor paid for. */
  readonly isGone: () => boolean
  readonly look: () => void
}

/**
 * When requests are looked at: at once while they take less than a quarter of the node's time, else in turns of 5 ms,
 * one of each address after the other, so that who asks a lot keeps neither races nor anybody else waiting for long.
 */
export class Turns {
  readonly #lines = new FairLines<Waiting & { readonly priceMs: number }>()
  #owedMs = 0
  /** When that was so, monotonic ms. */
  #owedAt = 0
  #next: NodeJS.Timeout | undefined

  /** `now` in monotonic ms. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** No more may wait: the next is to be told to come back. */
  get isFull(): boolean {
    return this.#lines.count >= WAITING_MAX
  }

  /** Looks at a request, now or later. */
  take(address: string, what: keyof typeof PRICES_MS, request: Waiting): void {
    const priceMs = PRICES_MS[what]
    if (this.#lines.count === 0 && this.#pay(priceMs)) {
      request.look()
      return
    }
    this.#lines.add(networkOf(address), { ...request, priceMs })
    this.#next ??= setTimeout(() => this.#turn(), EACH_MS)
  }

  /** What waits is forgotten. */
  close(): void {
    clearTimeout(this.#next)
    this.#lines.clear()
  }

  #turn(): void {
    this.#next = undefined
    for (let { first } = this.#lines; first !== undefined; first = this.#lines.first) {
      const isGone = first.isGone()
      if (!isGone && !this.#pay(first.priceMs)) break
      this.#lines.shift()
      if (!isGone) first.look()
    }
    if (this.#lines.count > 0) this.#next = setTimeout(() => this.#turn(), EACH_MS)
  }

  #pay(priceMs: number): boolean {
    const now = this.now()
    const owedMs = Math.max(0, this.#owedMs - SHARE * (now - this.#owedAt)) + priceMs
    if (owedMs > BURST_MS) return false
    this.#owedMs = owedMs
    this.#owedAt = now
    return true
  }
}
