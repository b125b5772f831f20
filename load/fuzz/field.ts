import type { Doors } from '../attack/arena.ts'
import { HostileLine } from '../attack/hostile-line.ts'
import type { Tally } from '../attack/tally.ts'

/** What the inputs of one kind are thrown at, and from where their randomness comes. */
export type Field = {
  readonly doors: Doors
  readonly random: () => number
  readonly tally: Tally
  /** Notes an input before it is sent, so that one that does harm is known. */
  note(input: Buffer): void
}

const FROM = '127.77.0.1'
const ANSWERED_WITHIN_MS = 10_000
const PING = '{"type":"ping","t":1}'

export class Hang extends Error {}

export const lineTo = ({ tally }: Field, port: number, onText?: (text: string) => void): HostileLine =>
  new HostileLine({ port, from: FROM, tally, ...(onText === undefined ? {} : { onText }) })

/** Resolves when the promise does; throws Hang when that takes too long. */
export const soon = async <T>(what: string, promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Hang(`${what}: no answer within ${ANSWERED_WITHIN_MS} ms`)),
      ANSWERED_WITHIN_MS,
    )
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A connection of the JSON door that inputs are sent on, with a way to know that all of them were read. */
export type JsonLine = {
  readonly line: HostileLine
  send(message: Buffer): void
  /** Resolves with the first text that fits, of those that come from now on; undefined when the connection ends. */
  hears(pattern: RegExp): Promise<RegExpExecArray | undefined>
  /** All that was sent has been read, or the connection was closed. */
  answered(): Promise<void>
}

export const jsonLine = async (
  field: Field,
  over: 'websocket' | 'tcp',
  frameOf: (bytes: Buffer) => Buffer,
): Promise<JsonLine> => {
  const listeners = new Set<(text: string) => void>()
  const port = over === 'tcp' ? field.doors.edges[0]?.race : field.doors.gateways[0]?.http
  const line = lineTo(field, port ?? 0, text => {
    for (const listener of listeners) listener(text)
  })
  if (over === 'websocket') {
    line.upgrade('/ws')
    await soon('an upgrade', line.answered)
  }
  const send = (message: Buffer) =>
    line.write(over === 'tcp' ? Buffer.concat([message, Buffer.from('\n')]) : frameOf(message))
  const hears = (pattern: RegExp) =>
    new Promise<RegExpExecArray | undefined>(resolve => {
      let heard = ''
      const listener = (text: string) => {
        heard = heard.slice(-4_096) + text
        const found = pattern.exec(heard)
        if (found === null) return
        listeners.delete(listener)
        resolve(found)
      }
      listeners.add(listener)
      void line.closed.then(() => resolve(undefined))
    })
  return {
    line,
    send,
    hears,
    answered: async () => {
      const pong = hears(/"type":"pong"/)
      send(Buffer.from(PING))
      await soon(`a ping over ${over}`, pong)
    },
  }
}
