/** The limits of a WebSocket of the race and of the plain-text chat. */
export const SOCKET_LIMITS = {
  /** A session rejects shorter frames already and says why. uWebSockets.js cuts the socket at a longer one. */
  maxPayloadLength: 64 * 1024,
  /** A session closes a slow reader long before uWebSockets.js drops what waits beyond this. */
  maxBackpressure: 2 * 1024 * 1024,
  /** Seconds. */
  idleTimeout: 32,
} as const
