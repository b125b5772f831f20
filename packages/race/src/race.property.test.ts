import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyToRace,
  COUNTDOWN_MS,
  isOver,
  isRefusal,
  outcomeOf,
  type Race,
  type RaceCommand,
} from './index.ts'
import { END, FIGURES, placesOf, raceWith, START } from './race.testkit.ts'

const seat = fc.integer({ min: 0, max: 4 })
const epoch = fc.constantFrom(1, 1, 1, 2, 3)
/** Close together, so that finishes meet and instants tie and fall. */
const at = fc.integer({ min: -2, max: 60 }).map(tenths => START + tenths * 100)
const late = fc.oneof(
  { weight: 6, arbitrary: at },
  { weight: 1, arbitrary: fc.constantFrom(START - COUNTDOWN_MS, START + 34_000, END, END + 900) },
)
const figures = fc.constant(FIGURES)

const command: fc.Arbitrary<RaceCommand> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('take-seat' as const),
      seat,
      node: fc.constantFrom('n1', 'n2'),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('seat-away' as const), seat, epoch, at }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('finish-seat' as const),
      seat,
      epoch,
      finishedAt: at,
      at,
      figures,
      review: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('leave-seat' as const),
      seat,
      reason: fc.constantFrom('left', 'timeout', 'implausible'),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('end-grace' as const), seat, epoch, at: late }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('decide' as const), at: late }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('stop-seat' as const),
      seat,
      epoch,
      progress: fc.constantFrom(0, 20, 20, 55.5, 100, 130, Number.NaN),
      at: late,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('close' as const, 'cancel' as const), at: late }),
  },
)
const credits = fc.array(fc.constantFrom(0, 100, 300, 1_000), { minLength: 2, maxLength: 5 })
const commands = fc.array(command, { minLength: 5, maxLength: 30 })

/** Runs any commands and checks every accepted step; `seed` and the number of runs keep it repeatable. */
function everyStep(seed: number, check: (before: Race, next: Race, command: RaceCommand) => void): void {
  fc.assert(
    fc.property(credits, commands, (creditsMs, list) => {
      let race = raceWith(...creditsMs)
      for (const one of list) {
        const answer = applyToRace(race, one)
        if (isRefusal(answer)) continue
        check(race, answer, one)
        race = answer
      }
    }),
    { seed, numRuns: 1_000 },
  )
}

test('[RACE-30] versions rise by one, a step is seen in the record, and the record is plain JSON', () => {
  everyStep(30, (before, next) => {
    expect(next.version).toBe(before.version + 1)
    expect({ ...next, version: 0 }).not.toEqual({ ...before, version: 0 })
    expect(JSON.parse(JSON.stringify(next))).toStrictEqual(next)
  })
})

test('[RACE-33] epochs do not fall, and a seat that finished or left stays as it is but for its place', () => {
  everyStep(31, (before, next) => {
    before.seats.forEach((was, index) => {
      const is = next.seats[index]
      if (was.state === 'finished') expect(is).toMatchObject({ ...was, node: is?.node })
      else if (was.state === 'left') expect(is).toEqual({ ...was, node: is?.node })
      else if (is?.state === 'racing' || is?.state === 'away')
        expect(is.epoch).toBeGreaterThanOrEqual(was.epoch)
    })
  })
})

test('[RACE-35] the close moves once at most, and never past the end', () => {
  everyStep(35, (before, next) => {
    expect(next.closesAt).toBeLessThanOrEqual(END)
    expect(next.closesAt).toBeGreaterThanOrEqual(START + 30_000)
    if (before.seats.some(({ state }) => state === 'finished')) expect(next.closesAt).toBe(before.closesAt)
  })
})

test('[RACE-38] a race that is over stays over, and only its players move', () => {
  everyStep(38, (before, next, command) => {
    if (!isOver(before)) return
    expect(isOver(next)).toBe(true)
    expect(command.type).toBe('take-seat')
    const nodes = next.seats.map(({ node }) => node)
    const seats = before.seats.map((seat, index) => ({ ...seat, node: nodes[index] }))
    expect(next).toEqual({ ...before, version: next.version, seats })
  })
})

test('[RACE-40] when a race is over, every finish has its place', () => {
  everyStep(40, (_, next) => {
    if (!isOver(next)) return
    expect(next.seats.filter(one => one.state === 'finished' && one.place === undefined)).toEqual([])
  })
})

test('[RACE-42] places never change, leave no gap but after a tie, and what is fixed together follows the finishes', () => {
  everyStep(41, (before, next) => {
    const was = placesOf(before)
    const is = placesOf(next)
    const fixed = was.filter(place => place !== undefined).length
    was.forEach((place, index) => {
      if (place !== undefined) expect(is[index]).toBe(place)
    })
    const fresh = next.seats.flatMap((one, index) =>
      one.state === 'finished' && one.place !== undefined && was[index] === undefined
        ? [{ place: one.place, finishedAt: one.finishedAt }]
        : [],
    )
    for (const one of fresh) {
      expect(one.place).toBe(fixed + 1 + fresh.filter(other => other.finishedAt < one.finishedAt).length)
    }
  })
})

test('[RACE-42] a finish that keeps to its credit is never ranked behind a later one', () => {
  const finishes = fc.array(
    fc.record({
      creditMs: fc.constantFrom(0, 100, 300),
      usedMs: fc.integer({ min: 0, max: 300 }),
      arrival: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 2, maxLength: 5 },
  )
  fc.assert(
    fc.property(finishes, list => {
      let race = raceWith(...list.map(({ creditMs }) => creditMs))
      const inOrder = list
        .map((one, index) => ({ ...one, seat: index }))
        .sort((one, other) => one.arrival - other.arrival)
      for (const { creditMs, usedMs, arrival, seat: number } of inOrder) {
        const arrivedAt = START + 1_000 + arrival * 50
        const finishedAt = arrivedAt - Math.min(usedMs, creditMs)
        for (const one of [
          { type: 'decide', at: arrivedAt - 1 },
          {
            type: 'finish-seat',
            seat: number,
            epoch: 1,
            finishedAt,
            at: arrivedAt,
            figures: FIGURES,
            review: false,
          },
        ] as const) {
          const answer = applyToRace(race, one)
          if (!isRefusal(answer)) race = answer
        }
      }
      const ranked = race.seats.flatMap(one => (one.state === 'finished' ? [one] : []))
      for (const one of ranked) {
        for (const other of ranked)
          if (one.finishedAt < other.finishedAt) expect(one.place).toBeLessThan(other.place ?? 0)
      }
    }),
    { seed: 42, numRuns: 500 },
  )
})

test('[RACE-44] an announced outcome keeps its result and place', () => {
  everyStep(44, (before, next) => {
    before.seats.forEach((_, index) => {
      const told = outcomeOf(before, index)
      if (told === undefined) return
      const now = outcomeOf(next, index)
      expect([now?.result, now?.place]).toEqual([told.result, told.place])
    })
  })
})

test('[RACE-44] when a race is over, every seat has its outcome, and no more than the ties have won', () => {
  everyStep(45, (_, next) => {
    if (!isOver(next) || next.cancelledAt !== undefined) return
    const outcomes = next.seats.map((_seat, index) => outcomeOf(next, index))
    expect(outcomes).not.toContain(undefined)
    const winners = next.seats.filter((_seat, index) => outcomes[index]?.result === 'won')
    const finishes = new Set(winners.map(one => (one.state === 'finished' ? one.finishedAt : undefined)))
    expect(finishes.size).toBeLessThanOrEqual(1)
    const draws = outcomes.filter(outcome => outcome?.result === 'draw').length
    expect(draws).not.toBe(1)
    expect(Math.min(winners.length, draws)).toBe(0)
  })
})
