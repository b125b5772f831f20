const TICK_MS = 100
const MESSAGE_TICKS = 20
const STATUS_TICKS = 30
/** After so many ticks both periods begin together again. */
const ROUND = 60

type DiagnosticsTransport = 'WebSocket' | 'SSE'

/** One connection as the metronome sees it. */
export type Beaten = {
  readonly transport: DiagnosticsTransport
  /** The tick it counts from; the metronome's own. */
  since: number
  /** A message, or a status. */
  write(frame: string): void
  /** The server stops. */
  end(): void
}

/** What is written; each is asked for once for all connections that get the same. */
export type Frames = {
  message(n: number, transport: DiagnosticsTransport): string
  status(): string
}

/**
 * Every connection gets a message each 2000 ms and a status each 3000 ms from its own start on, and one timer serves
 * them all: it turns a wheel of 60 seats, and a connection sits where it came in.
 */
export class Metronome {
  readonly #seats: Set<Beaten>[] = Array.from({ length: ROUND }, () => new Set())
  #timer: NodeJS.Timeout | undefined
  #startedAt = 0
  #tick = 0
  #count = 0

  /** `onTick` is called at each turn while there is a connection. */
  constructor(
    private readonly frames: Frames,
    private readonly onTick: (tick: number) => void = () => undefined,
  ) {}

  get count(): number {
    return this.#count
  }

  add(connection: Beaten): void {
    if (this.#timer === undefined) this.#start()
    // The next tick, since the last one may be almost a tick ago: no message comes early.
    connection.since = this.#tick + 1
    this.#seatOf(connection).add(connection)
    this.#count += 1
  }

  remove(connection: Beaten): void {
    if (!this.#seatOf(connection).delete(connection)) return
    this.#count -= 1
    if (this.#count === 0) this.#stop()
  }

  /** Ends every connection. */
  endAll(): void {
    for (const seat of this.#seats) for (const connection of [...seat]) connection.end()
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #start(): void {
    this.#startedAt = performance.now()
    this.#tick = 0
    this.#timer = setInterval(() => this.#turn(), TICK_MS)
  }

  /** Goes by the clock, not by how often the timer came. */
  #turn(): void {
    const due = Math.floor((performance.now() - this.#startedAt) / TICK_MS)
    while (this.#tick < due && this.#timer !== undefined) {
      this.#tick += 1
      this.#beat()
      this.onTick(this.#tick)
    }
  }

  #beat(): void {
    const tick = this.#tick
    const messages = { WebSocket: new Map<number, string>(), SSE: new Map<number, string>() }
    for (let seat = tick % MESSAGE_TICKS; seat < ROUND; seat += MESSAGE_TICKS) {
      for (const connection of this.#seats[seat] ?? []) {
        const n = (tick - connection.since) / MESSAGE_TICKS
        if (n === 0) continue
        const known = messages[connection.transport]
        const frame = known.get(n) ?? this.frames.message(n, connection.transport)
        known.set(n, frame)
        connection.write(frame)
      }
    }
    let status: string | undefined
    for (let seat = tick % STATUS_TICKS; seat < ROUND; seat += STATUS_TICKS) {
      for (const connection of this.#seats[seat] ?? []) {
        if (connection.since === tick) continue
        status ??= this.frames.status()
        connection.write(status)
      }
    }
  }

  #seatOf({ since }: Beaten): Set<Beaten> {
    return this.#seats[since % ROUND] ?? new Set()
  }
}
