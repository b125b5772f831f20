import { expect, test } from 'vitest'
import { decideAt } from './index.ts'
import { after, decide, finish, leave, placesOf, raceWith, refusalOf, START } from './race.testkit.ts'

test('[RACE-40] without credit a place is fixed at once', () => {
  expect(placesOf(after(raceWith(0, 0), finish(0, 9_000)))).toEqual([1, undefined])
})

test('[RACE-40] while another seat has credit, a place waits until that is spent', () => {
  const race = after(raceWith(300, 500), finish(0, 9_000, 9_100))
  expect(placesOf(race)).toEqual([undefined, undefined])
  expect(decideAt(race)).toBe(START + 9_500)
  expect(refusalOf(race, decide(9_499))).toBe('too-early')
  const decided = after(race, decide(9_500))
  expect(placesOf(decided)).toEqual([1, undefined])
  expect(decideAt(decided)).toBeUndefined()
})

test('[RACE-40] the seat with the most credit is the one to wait for, until it leaves', () => {
  const race = after(raceWith(0, 200, 900), finish(0, 9_000))
  expect(decideAt(race)).toBe(START + 9_900)
  const smaller = after(race, leave(2, 9_050))
  expect(decideAt(smaller)).toBe(START + 9_200)
  expect(placesOf(after(smaller, leave(1, 9_060)))).toEqual([1, undefined, undefined])
})

test('[RACE-40] fractions of a millisecond do not keep a decision from its instant', () => {
  const race = after(raceWith(0, 0.1), finish(0, 9_000.3))
  expect(placesOf(after(race, { type: 'decide', at: decideAt(race) ?? 0 }))).toEqual([1, undefined])
})

test('[RACE-41] a finish dated earlier wins though it arrived later', () => {
  const race = after(raceWith(500, 500), finish(0, 9_000, 9_010), finish(1, 8_800, 9_200))
  expect(placesOf(race)).toEqual([2, 1])
})

test('[RACE-41] equal finishes share a place and the next one is skipped', () => {
  const race = after(
    raceWith(100, 100, 100, 100),
    finish(0, 9_000),
    finish(1, 9_050),
    finish(2, 9_000, 9_050),
    finish(3, 9_070),
  )
  expect(placesOf(race)).toEqual([1, 3, 1, 4])
})

test('[RACE-41] what is old enough is fixed, what is younger waits', () => {
  const race = after(raceWith(500, 500, 500), finish(0, 9_000), finish(1, 9_300), decide(9_500))
  expect(placesOf(race)).toEqual([1, undefined, undefined])
  expect(decideAt(race)).toBe(START + 9_800)
})

test('[RACE-42] a finish sent again after an outage ranks behind what was fixed meanwhile', () => {
  const race = after(raceWith(500, 500, 0), finish(0, 9_000), decide(9_500), finish(1, 8_900, 9_000))
  expect(placesOf(race)).toEqual([1, 2, undefined])
})
