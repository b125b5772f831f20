import { type ClientMessageOf, type Refusal, refuse } from '@ketik/protocol'
import { RoundTrips } from './round-trips.ts'
import { SentPongs } from './sent-pongs.ts'
import type { Transport } from './transport.ts'

/** Pings sent one after the other behind a login, so that a race asked for at once has several measurements. */
const QUICK_PINGS = 5
/** In the lobby the transport is pinged again this long after the last time. */
const CALM_MS = 10_000
const PINGS_UNDER_WAY_MAX = 8

type Ping = { readonly payload: string; readonly at: number }

/**
 * Measures the round trip of one connection. Where the transport has pings, theirs count: a client cannot answer one
 * before it got it, and an early answer would only lower its credit. Elsewhere, and as a further upper bound, count the
 * pongs of ours that come back as an `echo`, less the time that the client says it held them.
 */
export class RoundTripMeter {
  readonly #byPing = new RoundTrips()
  readonly #byEcho = new RoundTrips()
  readonly #pongs = new SentPongs()
  readonly #underWay: Ping[] = []
  #pings = 0
  #pingedAt = Number.NEGATIVE_INFINITY
  #hasPings = false

  constructor(private readonly transport: Pick<Transport, 'ping'>) {}

  /** Pings the transport; false where it has no pings. `at`: monotonic ms. */
  ping(at: number): boolean {
    const payload = String(this.#pings)
    if (!this.transport.ping(payload)) return false
    this.#hasPings = true
    this.#pings += 1
    this.#pingedAt = at
    this.#underWay.push({ payload, at })
    if (this.#underWay.length > PINGS_UNDER_WAY_MAX) this.#underWay.shift()
    return true
  }

  /** A pong of the transport. One that answers no ping of ours measures nothing. */
  onTransportPong(payload: string, at: number): void {
    const answered = this.#underWay.findIndex(ping => ping.payload === payload)
    const ping = this.#underWay[answered]
    if (ping === undefined) return
    this.#underWay.splice(0, answered + 1)
    this.#byPing.add(at - ping.at)
    if (this.#pings < QUICK_PINGS) this.ping(at)
  }

  /** The client's ping message. `now`: cluster ms, which the pong that answers it must carry; `at`: monotonic ms. */
  onPing({ echo, heldMs }: ClientMessageOf<'ping'>, now: number, at: number): Refusal | undefined {
    if (echo !== undefined) {
      const taken = this.#pongs.take(echo)
      if (taken === 'unknown') return refuse('bad_field', { field: 'echo' })
      if (taken === 'first' && heldMs !== undefined) this.#byEcho.add(now - echo - heldMs)
    }
    this.#pongs.sent(now)
    if (this.#hasPings && at - this.#pingedAt >= CALM_MS) this.ping(at)
    return undefined
  }

  /** The smallest round trip lately, in ms. Undefined when nothing was measured. */
  smallest(): number | undefined {
    const byEcho = this.#byEcho.smallest()
    if (!this.#hasPings) return byEcho
    const byPing = this.#byPing.smallest()
    return byPing === undefined || byEcho === undefined ? byPing : Math.min(byPing, byEcho)
  }
}
