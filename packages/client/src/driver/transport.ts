import type { LinkFault } from '../link-event.ts'

/** A connection that carries frames or lines of text. */
export type Transport = {
  send(text: string): void
  /** Ends it; what was sent before still goes out. */
  close(): void
}

export type TransportEvents = {
  opened(): void
  received(text: string): void
  /** Once, however it ended, or when it could not be opened. Not after `close`. */
  closed(end: { readonly code?: number; readonly fault?: LinkFault }): void
}

export type OpenTransport = (events: TransportEvents) => Transport
