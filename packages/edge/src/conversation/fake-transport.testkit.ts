import type { CloseReason } from '@ketik/protocol'
import type { Transport } from '../connection/transport.ts'

/** A message as a client reads it. A connection that the server closed ends with `{ closed: reason }`. */
export type Heard = { readonly [field: string]: unknown }

/** What a message is: its type, its status, the code of an error, or why the server closed the connection. */
export const kindOf = ({ type, status, closed, code }: Heard): string => {
  if (closed !== undefined) return `closed: ${closed}`
  return type === 'error' ? `error: ${code}` : `${type ?? status}`
}

/** A transport whose other end is a test. */
export class FakeTransport implements Transport {
  /** What the client has not read yet, in bytes. */
  backlogBytes = 0
  /** Whether the client answers pings; `none`: the transport has none, like TCP. */
  pings: 'answered' | 'unanswered' | 'none' = 'answered'
  isEnded = false
  #heard: Heard[] = []

  constructor(
    readonly address = '127.0.0.1',
    private readonly onPong: (payload: string) => void = () => {},
  ) {}

  /** Everything that the client received since the last call. */
  take(): readonly Heard[] {
    const heard = this.#heard
    this.#heard = []
    return heard
  }

  send(text: string): void {
    this.#heard.push(JSON.parse(text) as Heard)
  }

  together(write: () => void): void {
    write()
  }

  get hasBacklog(): boolean {
    return this.backlogBytes > 0
  }

  bufferedBytes(): number {
    return this.backlogBytes
  }

  joinAudience(): boolean {
    return false
  }

  ping(payload: string): boolean {
    if (this.pings === 'answered') queueMicrotask(() => this.onPong(payload))
    return this.pings !== 'none'
  }

  end(): void {
    this.isEnded = true
  }

  close(reason: CloseReason): void {
    this.#heard.push({ closed: reason })
  }
}
