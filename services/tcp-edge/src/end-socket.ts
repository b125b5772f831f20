import type { Socket } from 'node:net'

/** How long a client may take to read the last line. */
const GOODBYE_MS = 1_000

/** Ends a connection after a last line, and cuts it where the client does not read that line in time. */
export const endSocket = (socket: Socket, lastLine?: string): void => {
  if (socket.writable) {
    if (lastLine !== undefined) socket.write(lastLine)
    socket.end()
  }
  const timer = setTimeout(() => socket.destroy(), GOODBYE_MS)
  socket.once('close', () => clearTimeout(timer))
}
