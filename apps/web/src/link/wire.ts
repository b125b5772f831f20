/** A connection that carries text frames. The page's only door to the race server; tests open a fake one. */
export type Wire = {
  send(frame: string): void
  close(): void
}

export type WireEvents = {
  opened(): void
  received(frame: string): void
  /** Once, however the connection ended; `code` as WebSocket counts them. */
  closed(code: number): void
}

export type OpenWire = (events: WireEvents) => Wire
