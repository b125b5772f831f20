import { describe, expect, test } from 'vitest'
import {
  type ActiveSeat,
  COUNTDOWN_MS,
  countdownTicks,
  createRace,
  GRACE_MS,
  isActive,
  isOver,
  phaseOf,
  type RaceCommand,
} from './index.ts'
import {
  after,
  decide,
  END,
  finish,
  leave,
  planWith,
  raceWith,
  refusalOf,
  START,
  stop,
} from './race.testkit.ts'

const take = { type: 'take-seat', seat: 0, node: 'n2', at: START + 1_000 } as const
const away = { type: 'seat-away', seat: 0, epoch: 1, at: START + 500 } as const
const grace = { type: 'end-grace', seat: 0, epoch: 1, at: START + 500 + GRACE_MS } as const
const cancel = { type: 'cancel', at: START - 1 } as const

function close(at: number) {
  return { type: 'close', at } as const
}

describe('a seat', () => {
  test('[RACE-30] the version rises with every accepted command, and a repeat is refused', () => {
    const race = raceWith(0, 0)
    expect(race.version).toBe(1)
    expect(after(race, away, take, finish(1, 9_000)).version).toBe(4)
    expect(refusalOf(after(race, away), away)).toBe('already-away')
    expect(refusalOf(after(race, finish(0, 9_000)), finish(0, 9_000))).toBe('already-finished')
    expect(refusalOf(after(race, leave(0, 1)), leave(0, 1))).toBe('already-left')
    expect(refusalOf(race, decide(1))).toBe('too-early')
    expect(refusalOf(race, leave(2, 1))).toBe('no-such-seat')
  })

  test('[RACE-31] goes on at another node, and the node before is refused', () => {
    const race = after(raceWith(0, 0), away, take)
    expect(race.seats[0]).toEqual({ state: 'racing', node: 'n2', epoch: 2 } satisfies ActiveSeat)
    expect(refusalOf(race, finish(0, 9_000))).toBe('stale-epoch')
    expect(refusalOf(race, { ...leave(0, 9_000), epoch: 1 })).toBe('stale-epoch')
    expect(refusalOf(race, away)).toBe('stale-epoch')
    expect(after(race, finish(0, 9_000, 9_000, 2)).seats[0]?.state).toBe('finished')
  })

  test('[RACE-31] is taken over without having been away, too', () => {
    expect(after(raceWith(0, 0), take).seats[0]).toEqual({ state: 'racing', node: 'n2', epoch: 2 })
  })

  test('[RACE-32] leaves when its grace has passed, not a moment before', () => {
    const race = after(raceWith(0, 0), away)
    expect(refusalOf(race, { ...grace, at: grace.at - 1 })).toBe('too-early')
    expect(after(race, grace).seats[0]).toEqual({ state: 'left', node: 'n1', at: grace.at, reason: 'left' })
  })

  test('[RACE-32] that came back keeps its seat', () => {
    expect(refusalOf(raceWith(0, 0), grace)).toBe('not-away')
    expect(refusalOf(after(raceWith(0, 0), away, take), grace)).toBe('stale-epoch')
  })

  test('[RACE-33] that finished does not leave, and one that left does not finish', () => {
    const race = after(raceWith(0, 0), finish(0, 9_000), leave(1, 9_500))
    const answers = [leave(0, 9_600), away, grace].map(command => refusalOf(race, command))
    expect(answers).toEqual(Array(3).fill('already-finished'))
    expect([finish(1, 9_600), leave(1, 9_600)].map(command => refusalOf(race, command))).toEqual(
      Array(2).fill('already-left'),
    )
  })

  test('[RACE-49] that is done stays so when its player goes to another node, even after the race', () => {
    const race = after(raceWith(0, 0), finish(0, 9_000), leave(1, 9_500))
    const followed = after(race, take)
    expect(followed.seats).toEqual([{ ...race.seats[0], node: 'n2' }, race.seats[1]])
    expect(refusalOf(followed, take)).toBe('already-finished')
    expect(refusalOf(race, { ...take, seat: 1, node: 'n1' })).toBe('already-left')
  })

  test('[RACE-33] finishes while away, since its last keys may be on their way', () => {
    expect(after(raceWith(0, 0), away, finish(0, 9_000)).seats[0]).toMatchObject({
      state: 'finished',
      place: 1,
    })
  })

  test('[RACE-34] finishes between the start and the close, and not after the arrival of its last key', () => {
    const race = raceWith(500, 500)
    expect(refusalOf(race, finish(0, -1))).toBe('not-started')
    expect(refusalOf(race, finish(0, Number.NaN))).toBe('not-started')
    expect(refusalOf(race, finish(0, 9_001, 9_000))).toBe('in-the-future')
    expect(refusalOf(race, finish(0, 120_001))).toBe('too-late')
    expect(refusalOf(race, finish(0, 120_000, 120_400))).toBeUndefined()
  })
})

describe('the close', () => {
  test.each([
    ['30 s after a quick winner', 10_000, 40_000],
    ['2.5 × the time of a slow one', 30_000, 75_000],
    ["the plan's end when that is sooner", 60_000, 120_000],
  ])('[RACE-35] is %s', (_, winnerMs, closesMs) => {
    expect(after(raceWith(0, 0), finish(0, winnerMs)).closesAt).toBe(START + closesMs)
  })

  test('[RACE-35] is not moved by a later finish', () => {
    expect(after(raceWith(0, 0, 0), finish(0, 10_000), finish(1, 39_000)).closesAt).toBe(START + 40_000)
  })

  test('[RACE-36] ends the race for every seat that is still active', () => {
    const race = after(raceWith(0, 0, 0), finish(0, 10_000), leave(1, 11_000))
    expect(refusalOf(race, close(START + 39_999))).toBe('too-early')
    const closed = after(race, close(START + 40_000))
    expect(closed.seats[2]).toMatchObject({
      state: 'left',
      node: 'n1',
      at: START + 40_000,
      reason: 'timeout',
    })
    expect(refusalOf(closed, close(START + 40_001))).toBe('already-over')
  })

  test('[RACE-36] without any finish comes at the end of the plan', () => {
    expect(refusalOf(raceWith(0, 0), close(END - 1))).toBe('too-early')
    expect(isOver(after(raceWith(0, 0), close(END)))).toBe(true)
  })
})

test('[RACE-37] a race is cancelled before its start, while nobody has left', () => {
  const race = raceWith(0, 0)
  const cancelled = after(race, away, cancel)
  expect([isOver(cancelled), cancelled.cancelledAt]).toEqual([true, START - 1])
  expect(
    [cancel, take, leave(0, 1), decide(1), close(END)].map(command => refusalOf(cancelled, command)),
  ).toEqual(Array(5).fill('already-over'))
  expect(refusalOf(race, { ...cancel, at: START })).toBe('already-started')
  expect(refusalOf(after(race, leave(0, -500)), cancel)).toBe('already-decided')
})

test('[RACE-38] a race is over when the last seat has finished or left', () => {
  const race = after(raceWith(0, 0), finish(0, 9_000))
  expect(isOver(race)).toBe(false)
  const over = after(race, leave(1, 9_500))
  expect(isOver(over)).toBe(true)
  expect([decide(99_000), cancel].map(command => refusalOf(over, command))).toEqual([
    'already-over',
    'already-over',
  ])
})

test('[RACE-39] a race has 2 to 16 seats, each with a node', () => {
  expect(() => createRace(planWith(0), ['n1'])).toThrow('1 seats')
  expect(() => raceWith(...Array<number>(17).fill(0))).toThrow('17 seats')
  expect(() => createRace(planWith(0, 0), ['n1'])).toThrow('1 nodes for 2 seats')
  expect(raceWith(...Array<number>(16).fill(0)).seats).toHaveLength(16)
})

test('[RACE-47] the phase follows from the record and the clock', () => {
  const race = raceWith(0, 0)
  expect([START - 1, START, END, END + 1].map(now => phaseOf(race, now))).toEqual([
    'countdown',
    'racing',
    'racing',
    'over',
  ])
  expect(phaseOf(after(race, finish(0, 9_000), finish(1, 9_500)), START + 9_500)).toBe('over')
  expect(phaseOf(after(race, cancel), START)).toBe('cancelled')
})

test('[RACE-48] the countdown ticks 3, 2, 1', () => {
  expect(countdownTicks(planWith(0, 0))).toEqual([
    { value: 3, at: START - COUNTDOWN_MS },
    { value: 2, at: START - 2_000 },
    { value: 1, at: START - 1_000 },
  ])
})

test('[RACE-60] a race closes when every active seat has reported, and takes each report once', () => {
  const race = after(raceWith(0, 0, 0), leave(2, 5_000))
  expect(refusalOf(race, stop(0, 50, END - 1))).toBe('too-early')
  const one = after(race, stop(0, 50))
  expect(isOver(one)).toBe(false)
  expect(refusalOf(one, stop(0, 80))).toBe('already-stopped')
  expect(refusalOf(one, stop(1, 80, END + 1, 2))).toBe('stale-epoch')
  const away = after(one, { type: 'seat-away', seat: 0, epoch: 1, at: END + 2 })
  const over = after(away, stop(1, 400))
  expect(over.seats).toMatchObject([
    { state: 'left', reason: 'timeout', progress: 50 },
    { state: 'left', reason: 'timeout', progress: 100 },
    { state: 'left', reason: 'left' },
  ])
  expect(isOver(over)).toBe(true)
})

test('[RACE-60] the sender that closes the race reports its figures for the seats that have not reported', () => {
  const race = after(raceWith(0, 0, 0), stop(0, 50), { type: 'close', at: END + 9, progress: [90, 70] })
  expect(race.seats.map(seat => seat.state === 'left' && seat.progress)).toEqual([50, 70, 0])
})

test('[BOARD-14] a seat that the deadline ends within its grace is marked, one that had reported before is not', () => {
  const lost = { type: 'seat-away', seat: 0, epoch: 1, at: END - 1 } as const
  const close = { type: 'close', at: END } as const
  expect(after(raceWith(0, 0), lost, close).seats).toMatchObject([
    { state: 'left', reason: 'timeout', inGrace: true },
    { state: 'left', reason: 'timeout' },
  ])
  expect(after(raceWith(0, 0), close).seats[0]).not.toHaveProperty('inGrace')
  const reported = after(raceWith(0, 0), stop(0, 40), { ...lost, at: END + 2 }, stop(1, 40))
  expect(reported.seats[0]).not.toHaveProperty('inGrace')
})

describe('a seat whose connection was lost', () => {
  const lostAt = (offset: number) => ({ type: 'seat-away', seat: 0, epoch: 1, at: START + offset }) as const
  /** Whether seat 0 is marked once the node of each seat has reported how far it came, absent players' too. */
  const isMarked = (...commands: readonly RaceCommand[]) => {
    const race = after(raceWith(0, 0, 0), ...commands)
    const reports = race.seats.flatMap((seat, number) => (isActive(seat) ? [stop(number, 40)] : []))
    const [seat] = after(race, ...reports).seats
    return seat?.state === 'left' && seat.inGrace === true
  }

  test('[BOARD-14] is marked at the deadline, also when its node reports how far it came', () => {
    expect(isMarked(lostAt(119_999))).toBe(true)
    expect(isMarked(lostAt(120_000))).toBe(true)
    expect(isMarked(lostAt(120_001))).toBe(false)
    expect(isMarked()).toBe(false)
  })

  test('[BOARD-14] is not marked when it came back', () => {
    const back = { type: 'take-seat', seat: 0, node: 'n2', at: START + 110_000 } as const
    const race = after(raceWith(0, 0), lostAt(100_000), back, stop(0, 40, END + 1, 2), stop(1, 60))
    expect(race.seats[0]).not.toHaveProperty('inGrace')
  })

  test('[BOARD-14] is marked when its grace ends after the deadline, before the race is closed', () => {
    const graceEnd = (offset: number) =>
      ({ type: 'end-grace', seat: 0, epoch: 1, at: START + offset + GRACE_MS }) as const
    expect(after(raceWith(0, 0), lostAt(90_001), graceEnd(90_001)).seats[0]).toMatchObject({ inGrace: true })
    expect(after(raceWith(0, 0), lostAt(90_000), graceEnd(90_000)).seats[0]).not.toHaveProperty('inGrace')
  })

  test('[BOARD-14] is marked only if that was before the first finish', () => {
    expect(isMarked(lostAt(99_999), finish(1, 100_000), finish(2, 110_000))).toBe(true)
    expect(isMarked(finish(1, 100_000), lostAt(100_000), finish(2, 110_000))).toBe(false)
    expect(isMarked(finish(1, 100_000), lostAt(100_001))).toBe(false)
    // The finish that came first is dated by its keys, and may arrive after the connection was lost.
    expect(isMarked(lostAt(100_100), finish(1, 100_000, 100_400))).toBe(false)
    expect(isMarked(lostAt(105_000), finish(1, 110_000), finish(2, 104_000, 110_500))).toBe(false)
  })
})
