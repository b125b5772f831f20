import { expect, it } from 'vitest'
import { startOver, startRunning, timerFired, timerSet } from './running-time.ts'

it('[CLIENT-16] time counts until a timer was due, however late it fired', () => {
  const onTime = timerFired(timerSet(startRunning(1_000), 1_000, 500), 1_500)
  expect(onTime.ranMs).toBe(500)
  const late = timerFired(timerSet(onTime, 1_500, 500), 62_000)
  expect(late.ranMs).toBe(1_000)
  expect(timerFired(timerSet(late, 62_000, 500), 62_500).ranMs).toBe(1_500)
})

it('[CLIENT-16] what has come starts the time over, and the pending timer counts from then', () => {
  const waiting = timerSet(startRunning(0), 0, 2_000)
  expect(timerFired(startOver(waiting, 300), 2_000).ranMs).toBe(1_700)
  expect(timerFired(startOver(waiting, 5_000), 9_000).ranMs).toBe(0)
})
