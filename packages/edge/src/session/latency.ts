import type { ClientMessageOf, Refusal } from '@ketik/protocol'
import { RoundTripMeter } from '../connection/round-trip-meter.ts'
import type { Transport } from '../connection/transport.ts'
import type { SeatEvidence } from '../race/key-typist.ts'

/** The latency of one connection, as far as it was measured. Most connections measure nothing. */
export class Latency {
  #meter: RoundTripMeter | undefined

  constructor(private readonly transport: Transport) {}

  /** The smallest round trip measured lately, in ms. */
  roundTripMs(): number | undefined {
    return this.#meter?.smallest()
  }

  /** What bounds the latency allowance of a seat. `leastDelayMs`: of the keys that another node took. */
  evidence(leastDelayMs?: number): SeatEvidence {
    return { leastDelayMs, roundTripMs: () => this.roundTripMs() }
  }

  /** Sends a ping of the transport, and begins to measure. */
  measure(): void {
    this.#meter ??= new RoundTripMeter(this.transport)
    this.#meter.ping(performance.now())
  }

  /** Sends a ping of the transport, if something is measured. Answers whether one was sent. */
  ping(): boolean {
    return this.#meter?.ping(performance.now()) ?? false
  }

  /** The transport has its answer to a ping. */
  onPong(payload: string): void {
    this.#meter?.onTransportPong(payload, performance.now())
  }

  /** The client pings. `now`: in cluster time. */
  onPing(message: ClientMessageOf<'ping'>, now: number): Refusal | undefined {
    this.#meter ??= new RoundTripMeter(this.transport)
    return this.#meter.onPing(message, now, performance.now())
  }
}
