import { expect, test } from 'vitest'
import { isOver, outcomeOf, type Race, standingsOf, winnerOf } from './index.ts'
import { after, decide, END, FIGURES, finish, leave, raceWith, START, stop } from './race.testkit.ts'

function outcomes(race: Race) {
  return race.seats.map((_, seat) => outcomeOf(race, seat))
}

test('[RACE-43] in a duel the finish of one decides for both', () => {
  expect(outcomes(after(raceWith(0, 0), finish(0, 9_000)))).toEqual([
    { result: 'won', place: 1 },
    { result: 'lost', place: 2 },
  ])
})

test('[RACE-43] the seat that is left alone has won, whatever comes next', () => {
  const race = after(raceWith(0, 0), leave(1, 5_000))
  expect(outcomes(race)).toEqual([{ result: 'won', place: 1, reason: 'opponent_left' }, { result: 'lost' }])
  expect(outcomeOf(after(race, finish(0, 9_000)), 0)).toEqual({ result: 'won', place: 1 })
  expect(outcomeOf(after(race, leave(0, 5_000)), 0)).toEqual({
    result: 'won',
    place: 1,
    reason: 'opponent_left',
  })
})

test('[RACE-43] the last of three gets its place before it finishes, and keeps it when it leaves', () => {
  const race = after(raceWith(0, 0, 0), finish(1, 9_000), leave(0, 9_500))
  expect(outcomeOf(race, 2)).toEqual({ result: 'lost', place: 2 })
  expect(outcomeOf(after(race, leave(2, 9_600, 'timeout')), 2)).toEqual({
    result: 'lost',
    place: 2,
    reason: 'timeout',
  })
})

test('[RACE-44] nothing is announced while a credit may still change it', () => {
  const race = after(raceWith(500, 500), finish(0, 9_000))
  expect(outcomes(race)).toEqual([undefined, undefined])
  expect(outcomes(after(race, finish(1, 8_900, 9_200)))).toEqual([
    { result: 'lost', place: 2 },
    { result: 'won', place: 1 },
  ])
  expect(outcomes(after(race, decide(9_500)))).toEqual([
    { result: 'won', place: 1 },
    { result: 'lost', place: 2 },
  ])
})

test('[RACE-44] of three, the two that still race get nothing yet', () => {
  expect(outcomes(after(raceWith(0, 0, 0), finish(0, 9_000)))).toEqual([
    { result: 'won', place: 1 },
    undefined,
    undefined,
  ])
})

test('[RACE-45] a seat that left has lost', () => {
  const race = after(raceWith(0, 0, 0), leave(0, 5_000), leave(1, 6_000, 'implausible'))
  expect(outcomes(race).slice(0, 2)).toEqual([{ result: 'lost' }, { result: 'lost', reason: 'implausible' }])
  const timedOut = after(raceWith(0, 0, 0), leave(1, 5_000, 'timeout'), { type: 'close', at: END })
  expect(outcomeOf(timedOut, 1)).toEqual({ result: 'lost', reason: 'timeout' })
})

test.each([
  { progress: [40, 60], told: ['lost 2', 'won 1'] },
  { progress: [33.3, 33.3], told: ['draw 1', 'draw 1'] },
  { progress: [0, 0], told: ['draw 1', 'draw 1'] },
  { progress: [70, 20, 70, 20.5], told: ['draw 1', 'lost 4', 'draw 1', 'lost 3'] },
])('[RACE-61] at the deadline progress decides: $progress', ({ progress, told }) => {
  const race = after(raceWith(...progress.map(() => 0)), ...progress.map((typed, seat) => stop(seat, typed)))
  expect(isOver(race)).toBe(true)
  const said = outcomes(race)
  expect(said.map(outcome => `${outcome?.result} ${outcome?.place}`)).toEqual(told)
  expect(said.map(outcome => outcome?.reason)).toEqual(progress.map(() => 'timeout'))
  const winner = told.indexOf('won 1')
  expect(winnerOf(race)).toBe(winner < 0 ? undefined : winner)
})

test('[RACE-61] a finish decides whatever the others typed, and so does being the last one standing', () => {
  const finished = after(raceWith(0, 0, 0), finish(0, 9_000), stop(1, 99), stop(2, 10))
  expect(outcomes(finished)).toEqual([
    { result: 'won', place: 1 },
    { result: 'lost', reason: 'timeout' },
    { result: 'lost', reason: 'timeout' },
  ])
  expect(winnerOf(finished)).toBe(0)
  const alone = after(raceWith(0, 0), stop(0, 10), leave(1, 121_000))
  expect(outcomes(alone)).toEqual([{ result: 'won', place: 1, reason: 'opponent_left' }, { result: 'lost' }])
})

test('[RACE-37] a cancelled race has neither winner nor loser', () => {
  const race = after(raceWith(0, 0), { type: 'cancel', at: START - 1 })
  expect(outcomes(race)).toEqual(Array(2).fill({ result: 'cancelled', reason: 'cancelled' }))
  expect(outcomeOf(race, 7)).toBeUndefined()
})

test('[RACE-46] standings list places, pending finishes, racers and leavers', () => {
  const race = after(
    raceWith(500, 500, 500, 500, 500),
    leave(0, 5_000),
    finish(2, 9_000),
    decide(9_500),
    finish(3, 9_400, 9_600),
    finish(4, 9_200, 9_650),
  )
  expect(standingsOf(race)).toEqual([
    { seat: 2, username: 'c', state: 'finished', place: 1, finishedAt: START + 9_000, figures: FIGURES },
    { seat: 4, username: 'e', state: 'finished', finishedAt: START + 9_200, figures: FIGURES },
    { seat: 3, username: 'd', state: 'finished', finishedAt: START + 9_400, figures: FIGURES },
    { seat: 1, username: 'b', state: 'racing' },
    { seat: 0, username: 'a', state: 'left' },
  ])
})
