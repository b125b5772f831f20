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

type ProxyOptions = {
  readonly listenOn?: string
  /** Receives what goes to the far end. */
  readonly onSent?: (chunk: Buffer) => void
}

export type TcpProxy = Address & {
  /** Breaks every connection on it; new ones can be made at once. */
  cut(): void
  /** Holds back what comes from the far end, until it is released. */
  hold(): void
  release(): void
  close(): Promise<void>
}

/**
 * A proxy in front of an address, as a line of some quality would be. What the network loses or reorders, TCP hides behind a pause: so to an
 * application 5 % loss is 5 % of the chunks coming a retransmission later, with everything behind them.
 */
export const openTcpProxy = async (
  to: Address,
  quality: LineQuality,
  { listenOn = '127.0.0.1', onSent = () => {} }: ProxyOptions = {},
): Promise<TcpProxy> => {
  const sockets = new Set<Socket>()
  const farEnds = new Set<Socket>()
  const server = createServer({ noDelay: true }, near => {
    const far = connect({ ...to, noDelay: true })
    farEnds.add(far)
    far.on('close', () => farEnds.delete(far))
    near.on('data', onSent)
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
    hold: () => farEnds.forEach(far => void far.pause()),
    release: () => farEnds.forEach(far => void far.resume()),
    close: () =>
      new Promise(resolve => {
        cut()
        server.close(() => resolve())
      }),
  }
}

/** What goes in comes out in order: timers alone would let a chunk pass another by a rounded millisecond. */
const carry = (from: Socket, into: Socket, { delayMs, lossRate, resendMs, random }: LineQuality): void => {
  const underWay: { readonly due: number; readonly run: () => void }[] = []
  let lastDue = 0
  const arrive = () => {
    for (let next = underWay[0]; next !== undefined; next = underWay[0]) {
      const waitMs = next.due - performance.now()
      if (waitMs > 0) {
        setTimeout(arrive, Math.ceil(waitMs))
        return
      }
      underWay.shift()
      next.run()
    }
  }
  const later = (run: () => void) => {
    lastDue = Math.max(lastDue, performance.now() + delayMs + (random() < lossRate ? resendMs : 0))
    underWay.push({ due: lastDue, run })
    if (underWay.length === 1) arrive()
  }
  from.on('data', chunk => later(() => into.write(chunk)))
  from.on('close', () => later(() => into.destroy()))
  from.on('error', () => from.destroy())
}
