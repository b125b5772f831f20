/** A one-way stream of texts with an optional way to send; both diagnostics transports look like this. */
export type Stream = {
  send?(text: string): void
  close(): void
}

type StreamEvents = {
  opened(): void
  received(text: string): void
  /** `failed`: it never opened, or broke; else the server ended it. */
  closed(how: 'closed' | 'failed'): void
}

export type OpenStream = (events: StreamEvents) => Stream
