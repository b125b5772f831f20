import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 20
/** A ping that takes longer is told as what it is: no answer. */
const SILENT_AFTER_MS = 1_000

/** What is asked of the node that the vitals are of. */
export type Patient = {
  ping(): Promise<unknown>
  connections(): number
  races(): number
}

/** Measures one node while somebody looks: the way to Redis and back, and how late its event loop runs. */
export class Vitals {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  #lateMs: number | undefined
  #roundTripMs: number | undefined
  /** When the ping under way was sent; undefined when there is none. */
  #askedAt: number | undefined
  #failed = false

  constructor(private readonly patient: Patient) {}

  /** To be called about once a second. */
  measure(): void {
    this.#measureDelay()
    if (this.#askedAt === undefined) this.#ping()
  }

  /** Nobody looks any more. */
  stop(): void {
    this.#delay.disable()
    this.#lateMs = undefined
    this.#roundTripMs = undefined
    this.#failed = false
  }

  /** How the node is at this moment. */
  status(): string {
    const { connections, races } = this.patient
    return [
      `${connections()} connections`,
      `${races()} races on this node`,
      this.#redis(),
      this.#lateMs === undefined
        ? 'event loop not measured yet'
        : `event loop late by ${this.#lateMs.toFixed(1)} ms (p99)`,
    ].join(', ')
  }

  #redis(): string {
    const silentMs = this.#askedAt === undefined ? 0 : performance.now() - this.#askedAt
    if (silentMs > SILENT_AFTER_MS) return `Redis silent for ${(silentMs / 1_000).toFixed(1)} s`
    if (this.#failed) return 'Redis out of reach'
    if (this.#roundTripMs === undefined) return 'Redis not measured yet'
    return `Redis answers in ${this.#roundTripMs.toFixed(1)} ms`
  }

  #measureDelay(): void {
    // The histogram counts the time between two of its own timers, so what is beyond their period is late.
    if (this.#delay.count > 0) this.#lateMs = Math.max(0, this.#delay.percentile(99) / 1e6 - RESOLUTION_MS)
    this.#delay.reset()
    this.#delay.enable()
  }

  #ping(): void {
    const askedAt = performance.now()
    this.#askedAt = askedAt
    const answered = (failed: boolean) => {
      this.#askedAt = undefined
      this.#failed = failed
      this.#roundTripMs = performance.now() - askedAt
    }
    this.patient.ping().then(
      () => answered(false),
      () => answered(true),
    )
  }
}
