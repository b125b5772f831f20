import { describe, expect, it } from 'vitest'
import { seeded } from '../../../../infra/test/seeded.ts'
import { humanKeys, type Key, trueWpm } from '../../../../infra/test/typist.ts'
import { type Behaviour, type Line, type Run, runRace } from './simulated-line.testkit.ts'

const TEXT =
  'The canal was dug by hand in four years, and the barges that came down it carried bricks, coal and letters. ' +
  'Nobody who walked beside the horses was in a hurry. They knew each lock by the sound of its gates, and they ' +
  'stopped where the tea was good. When the railway came, the water grew quiet, and the herons moved in.'

const DOORS = ['websocket', 'tcp'] as const
const LOOPBACK = () => 0.4

const lastOf = (keys: readonly Key[]): number => keys.at(-1)?.[0] ?? 0
const firstOf = (keys: readonly Key[]): number => keys[0]?.[0] ?? 0

/** How much earlier the race ended, and how much shorter it was typed, than it truly was; in ms. */
const gainOf = (keys: readonly Key[], { figures }: Run) => {
  const finishedMs = figures.finishedMs ?? 0
  return {
    raceMs: lastOf(keys) - finishedMs,
    typingMs: lastOf(keys) - firstOf(keys) - (finishedMs - (figures.firstKeyMs ?? 0)),
  }
}

describe('an honest player', () => {
  it.each(DOORS.flatMap(door => [0, 50, 300, 600].map(delayMs => [delayMs, door] as const)))(
    '[ALLOWANCE-5] with %i ms of constant delay over %s has its wpm within 0.5 %',
    (delayMs, door) => {
      for (const [seed, wpm] of [40, 90, 150, 199].entries()) {
        const keys = humanKeys(TEXT, wpm, seed + 1, 600)
        const { figures } = runRace(TEXT, keys, { door, delayMs: () => delayMs })
        expect(Math.abs(figures.wpm / trueWpm(keys) - 1)).toBeLessThan(0.005)
        expect(Math.abs((figures.finishedMs ?? 0) / lastOf(keys) - 1)).toBeLessThan(0.005)
      }
    },
  )

  it.each(DOORS)(
    '[ALLOWANCE-5] with a delay of 50 ms and spikes of 300 ms over %s loses less than 0.5 %',
    door => {
      const losses: number[] = []
      for (let seed = 1; seed <= 40; seed++) {
        const keys = humanKeys(TEXT, 60, seed, 600)
        const { figures } = runRace(TEXT, keys, { door, delayMs: spikes(seed) })
        losses.push(1 - figures.wpm / trueWpm(keys))
      }
      expect(Math.max(...losses)).toBeLessThan(0.005)
      // The spikes that hit no last key cost next to nothing.
      expect(losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toBeLessThan(0.001)
    },
  )
})

/** 50 ms, and a tenth of the time 300 ms more, for half a second. */
const spikes = (seed: number): Line['delayMs'] => {
  const random = seeded(seed)
  const isSpike = new Map<number, boolean>()
  return at => {
    const span = Math.floor(at / 500)
    if (!isSpike.has(span)) isSpike.set(span, random() < 0.1)
    return isSpike.get(span) ? 350 : 50
  }
}

const LIARS: readonly (readonly [name: string, Behaviour])[] = [
  ['echoes an old pong', { echoes: 'oldest' }],
  ['says it held no pong', { echoes: 'without hold' }],
  ['shifts all claims by 300 ms', { claims: at => at - 300 }],
  ['shifts all claims by 1 s', { claims: at => at - 1_000 }],
  ['compresses its claims', { claims: (at, part) => at - 1_000 * part }],
  ['compresses its claims late', { claims: (at, part) => at - (part < 0.9 ? 0 : 1_000) }],
  ['holds its answers to pings for 1 s', { holdsPongsMs: () => 1_000 }],
]
const SHIFTS = /shifts/
/** A client that feigns a slow connection in all it does: no measurement can tell it from one. */
const FEIGNED: Behaviour = { echoes: 'without hold', holdsPongsMs: () => 1_000 }

describe('a client on loopback that lies', () => {
  const runs = DOORS.flatMap(door =>
    LIARS.flatMap(([name, one]) => [
      [name, door, one] as const,
      [`${name}, and feigns a slow connection`, door, { ...FEIGNED, ...one }] as const,
    ]),
  )

  it.each(runs)('[ALLOWANCE-5] and %s over %s gains no typing time beyond 60 ms', (_, door, lie) => {
    const keys = humanKeys(TEXT, 199, 7, 1_100)
    const run = runRace(TEXT, keys, { door, delayMs: LOOPBACK }, { ...lie, sendsAtOnce: true })
    expect(gainOf(keys, run).typingMs).toBeLessThanOrEqual(60)
  })

  it.each(runs.filter(([name]) => !(SHIFTS.test(name) && name.includes('feigns'))))(
    '[ALLOWANCE-5] and %s over %s gains no race time beyond 60 ms',
    (_, door, lie) => {
      const keys = humanKeys(TEXT, 199, 7, 1_100)
      const run = runRace(TEXT, keys, { door, delayMs: LOOPBACK }, { ...lie, sendsAtOnce: true })
      expect(gainOf(keys, run).raceMs).toBeLessThanOrEqual(60)
    },
  )

  it.each(DOORS)(
    '[ALLOWANCE-5] and feigns in all it does over %s gains what its first key came later than the start, and no speed',
    door => {
      const shifted: Behaviour = { ...FEIGNED, claims: at => at - 1_000, sendsAtOnce: true }
      for (const firstKeyMs of [0, 250, 800]) {
        const keys = humanKeys(TEXT, 199, 7, firstKeyMs)
        const run = runRace(TEXT, keys, { door, delayMs: LOOPBACK }, shifted)
        expect(gainOf(keys, run).raceMs).toBeLessThanOrEqual(firstKeyMs + 60)
        expect(gainOf(keys, run).typingMs).toBeLessThanOrEqual(60)
      }
    },
  )

  it('[ALLOWANCE-5] gets no credit over a WebSocket whose pings it does not answer', () => {
    const keys = humanKeys(TEXT, 199, 7, 1_100)
    const silent: Behaviour = { holdsPongsMs: () => 1_000_000, echoes: 'without hold', sendsAtOnce: true }
    const run = runRace(TEXT, keys, { door: 'websocket', delayMs: LOOPBACK }, silent)
    expect(run.creditMs).toBe(0)
  })
})
