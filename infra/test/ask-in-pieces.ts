import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'

/**
 * Sends a request over TCP in pieces, each after the server has read the one before it, and answers the first line that
 * comes back; empty when the server closes the connection without one. Uses Node.js alone: a stack test runs it in a
 * container.
 */
export const askInPieces = async (port: number, pieces: readonly string[]): Promise<string> => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let answer = ''
  const answered = new Promise<void>(resolve => {
    socket.on('data', chunk => {
      answer += chunk
      if (answer.includes('\r\n')) resolve()
    })
    socket.on('error', () => resolve())
    socket.on('close', () => resolve())
  })
  await new Promise<void>(resolve => socket.once('connect', resolve))
  for (const piece of pieces) {
    await new Promise(resolve => socket.write(piece, resolve))
    await hasRead(socket, port)
  }
  await answered
  socket.destroy()
  return answer.split('\r\n')[0] ?? ''
}

/** The text cut in two at every place. */
export const cuts = (text: string): readonly (readonly [string, string])[] =>
  Array.from({ length: text.length - 1 }, (_, i) => [text.slice(0, i + 1), text.slice(i + 1)])

/** Resolves when nothing that was sent waits in the kernel for the server, or the connection is over. Linux and IPv4. */
const hasRead = async (socket: Socket, port: number): Promise<void> => {
  // Local address, peer, state, then the bytes to send and those to read.
  const line = new RegExp(`:${toHex(port)} \\w+:${toHex(socket.localPort ?? 0)} \\w+ \\w+:(\\w+)`)
  while (!socket.destroyed) {
    await new Promise(setImmediate)
    const toRead = line.exec(readFileSync('/proc/net/tcp', 'utf8'))?.[1]
    if (toRead === undefined || toRead === '00000000') return
  }
}

const toHex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0')
