import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type LineQuality = {
  /** Each way. */
  readonly delayMs: number
  /** The share of chunks that are "lost": TCP sends them again, and all behind them waits. */
  readonly lossRate: number
  readonly resendMs: number
  readonly random: () => number
}

export const perfectLine: LineQuality = { delayMs: 0, lossRate: 0, resendMs: 0, random: () => 1 }

export type Address = { readonly host: string; readonly port: number }

export type PoorLine = Address & {
  /** Breaks every connection on it; new ones can be made at once. */
  cut(): void
  close(): Promise<void>
}

/**
 * A way to an address by a line of some quality. What the network loses or reorders, TCP hides behind a pause: so to an
 * application 5 % loss is 5 % of the chunks coming a retransmission later, with everything behind them.
 */
export const openPoorLine = async (
  to: Address,
  quality: LineQuality,
  listenOn = '127.0.0.1',
): Promise<PoorLine> => {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, near => {
    const far = connect({ ...to, noDelay: true })
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const)
      carry(from, into, quality)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
  })
  await new Promise<void>(resolve => server.listen(0, listenOn, resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    host: listenOn,
    port: (server.address() as AddressInfo).port,
    cut,
    close: () =>
      new Promise(resolve => {
        cut()
        server.close(() => resolve())
      }),
  }
}

const carry = (from: Socket, into: Socket, { delayMs, lossRate, resendMs, random }: LineQuality): void => {
  let freeAt = 0
  const later = (run: () => void) => {
    const now = performance.now()
    freeAt = Math.max(freeAt, now + delayMs + (random() < lossRate ? resendMs : 0))
    if (freeAt <= now) run()
    else setTimeout(run, freeAt - now)
  }
  from.on('data', chunk => later(() => into.write(chunk)))
  from.on('close', () => later(() => into.destroy()))
  from.on('error', () => from.destroy())
}
