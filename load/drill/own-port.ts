import { isPortFree } from '../../infra/local/free-port.ts'

/** Below what the kernel picks from for itself (32768 and up): nobody takes one of these in passing. */
const FIRST = 20_000
const LAST = 32_000

let next = FIRST + Math.floor(Math.random() * (LAST - FIRST))

/**
 * A port of the loopback that stays its server's, also before that listens and while it is started again. Not 0 at first
 * and then the same: connections of a server that listened on 0 keep its port from being listened on for a minute.
 */
export const ownPort = async (): Promise<number> => {
  for (let tries = FIRST; tries < LAST; tries++) {
    const port = next
    next = port < LAST ? port + 1 : FIRST
    if (await isPortFree(port, '127.0.0.1')) return port
  }
  throw new Error(`no port is free from ${FIRST} to ${LAST}`)
}
