import { isPortFree } from '../../infra/local/free-port.ts'

/** Below what the kernel picks from for itself (32768 and up): nobody takes one of these in passing. */
let last = 20_000 + Math.floor(12_000 * Math.random())

/**
 * A port of the loopback that stays its server's, also before that listens and while it is started again. Not 0 at first
 * and then the same: connections of a server that listened on 0 keep its port from being listened on for a minute.
 */
export const ownPort = async (): Promise<number> => {
  for (;;) {
    const port = ++last
    if (await isPortFree(port, '127.0.0.1')) return port
  }
}
