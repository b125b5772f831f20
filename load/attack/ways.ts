import { setTimeout as pause } from 'node:timers/promises'
import type { Arena, Attack, Doors } from './attack.ts'
import type { HostileLine } from './hostile-line.ts'

/** The few ways of attacking that all attacks are made of; each answers how to run it. */
type Way = Attack['run']

const DRIP_MS = 1_000
const CONNECTIONS_PER_TURN = 50
const PIPELINED = 20
const TURN_MS = 20
const KEPT_TURNS = 100

/** Uses up the attacker's CPU, and attacks nothing. */
export const burn: Way = async arena => {
  while (arena.isOn) {
    const until = performance.now() + 50
    while (performance.now() < until);
    await new Promise(setImmediate)
  }
}

/** Slowloris: connections that send the beginning of a text at once, then a byte each second, and come back when they are cut. */
export const drip =
  (connections: number, door: keyof Doors, begin: string, rest: string): Way =>
  arena =>
    arena.sideBySide(connections, async () => {
      const line = arena.open(door)
      line.write(begin)
      for (let said = 0; line.isOpen && arena.isOn; said++) {
        await pause(DRIP_MS)
        line.write(rest.slice(said, said + 1))
      }
    })

/** So many connections a second, until there are so many; they are kept. */
export const hoard =
  (connections: number, perSecond: number, open: (arena: Arena, i: number) => unknown): Way =>
  arena =>
    arena.atRate(perSecond, i => {
      if (i < arena.scaled(connections)) open(arena, i)
    })

/** Connections that speak in turn, so often a second in all, and come back when they are cut. */
export const flood =
  (
    connections: number,
    perSecond: number,
    open: (arena: Arena, i: number) => HostileLine,
    speak: (line: HostileLine, i: number, round: number) => void,
  ): Way =>
  async arena => {
    const lines: HostileLine[] = []
    for (let i = 0; i < arena.scaled(connections) && arena.isOn; i++) {
      lines.push(open(arena, i))
      if (i % CONNECTIONS_PER_TURN === CONNECTIONS_PER_TURN - 1) await pause(TURN_MS)
    }
    await arena.atRate(perSecond, i => {
      const at = i % lines.length
      const line = lines[at]
      if (line?.isOpen) {
        arena.tally.attempts += 1
        speak(line, i, Math.floor(i / lines.length))
      } else lines[at] = open(arena, i)
    })
  }

/** WebSockets side by side, one after the other in each, that speak once and go when they are cut, or after a while. */
export const visits =
  (sideBySide: number, stayMs: number, speak: (line: HostileLine) => void, headers = ''): Way =>
  arena =>
    arena.sideBySide(sideBySide, async (one, turn) => {
      const line = arena.open('http', one + turn)
      if (await line.upgrade('/ws', headers)) {
        speak(line)
        await Promise.race([line.closed, pause(stayMs)])
      }
      line.leave()
    })

/** Requests on 40 connections that are kept for 2 s, twenty at a time; a connection that is cut is made again. */
export const requests =
  (pathOf: (i: number) => string): Way =>
  arena =>
    arena.sideBySide(40, async (one, turn) => {
      const line = arena.open('http', one + turn)
      for (let sent = 0; line.isOpen && arena.isOn && sent < KEPT_TURNS * PIPELINED; sent += PIPELINED) {
        for (let i = 0; i < PIPELINED; i++) line.write(get(pathOf(sent + i + turn)))
        arena.tally.attempts += PIPELINED
        await Promise.race([line.closed, pause(TURN_MS)])
      }
      line.leave()
    })

export const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n`
