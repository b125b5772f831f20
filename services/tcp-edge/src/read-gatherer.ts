import type { MessageEnd } from './nick-message.ts'

const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d
/** How long a newline may take to end what has come before it. */
const GATHER_MS = 30

type Read = { readonly bytes: Buffer; readonly at: number }

/**
 * Cuts what a client sends into messages, for clients that end them with a newline and for those that do not. What came
 * in one read is a message when no newline ends it in time; a newline ends everything that has come before it.
 */
export class ReadGatherer {
  #reads: Read[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  /** `maxBytes`: what grows longer is handed on as far as it came, for the receiver to refuse. */
  constructor(
    private readonly maxBytes: number,
    private readonly onMessage: (bytes: Buffer, end: MessageEnd) => void,
  ) {}

  push(chunk: Buffer): void {
    let rest = chunk
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      this.#handOn(joined([...this.#take(), { bytes: rest.subarray(0, end) }]), 'newline')
      rest = rest.subarray(end + 1)
    }
    if (rest.length === 0) return
    // A copy: a small rest must not keep a large read alive.
    this.#keep({ bytes: Buffer.from(rest), at: performance.now() })
    if (this.#bytes > this.maxBytes) this.#handOn(joined(this.#take()), 'time')
    else this.#wait()
  }

  /** Nothing more comes: what there is are messages. */
  end(): void {
    this.#handOnReads(Number.POSITIVE_INFINITY)
  }

  /** What there is counts for nothing. */
  stop(): void {
    this.#take()
  }

  #wait(): void {
    const [first] = this.#reads
    if (first === undefined) return
    this.#timer ??= setTimeout(
      // What has arrived while this process was busy is read before the time is judged to be over.
      () => setImmediate(() => this.#onTime()),
      Math.max(1, first.at + GATHER_MS - performance.now()),
    )
  }

  #onTime(): void {
    this.#handOnReads(performance.now() - GATHER_MS)
    this.#wait()
  }

  /** Each read that came until an instant; one that ends within a character goes on in the next. */
  #handOnReads(until: number): void {
    const reads = this.#take()
    const messages: Buffer[] = []
    let begun: Buffer = Buffer.alloc(0)
    for (const [i, { bytes, at }] of reads.entries()) {
      begun = begun.length === 0 ? bytes : Buffer.concat([begun, bytes])
      if (at > until) this.#keep({ bytes: begun, at })
      else if (i === reads.length - 1 || !endsWithinCharacter(begun)) messages.push(begun)
      else continue
      begun = Buffer.alloc(0)
    }
    for (const message of messages) this.#handOn(message, 'time')
  }

  #keep(read: Read): void {
    this.#reads.push(read)
    this.#bytes += read.bytes.length
  }

  #take(): readonly Read[] {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const taken = this.#reads
    this.#reads = []
    this.#bytes = 0
    return taken
  }

  #handOn(message: Buffer, end: MessageEnd): void {
    const last = message.length - 1
    this.onMessage(message[last] === CARRIAGE_RETURN ? message.subarray(0, last) : message, end)
  }
}

const joined = (reads: readonly Pick<Read, 'bytes'>[]): Buffer =>
  Buffer.concat(reads.map(({ bytes }) => bytes))

/** Whether the last character of UTF-8 text lacks some of its bytes. */
const endsWithinCharacter = (bytes: Buffer): boolean => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2)
    if (byte < 0x80) return false
  }
  return false
}
