import { expect, it } from 'vitest'
import { runAt } from './run-at.ts'

const ranAt = (now: () => number, instant: number): Promise<number> =>
  new Promise(resolve => runAt(now, instant, () => resolve(now())))

it('runs no earlier than its instant, however long the turn has lasted in which it was asked', async () => {
  const now = () => performance.now()
  for (let i = 0; i < 50; i++) {
    const busyUntil = now() + 5
    while (now() < busyUntil);
    const instant = now() + 1.5
    expect(await ranAt(now, instant)).toBeGreaterThanOrEqual(instant)
  }
})

it('waits on when the clock was set back', async () => {
  let behindMs = 0
  const now = () => performance.now() - behindMs
  const instant = now() + 5
  const ran = ranAt(now, instant)
  behindMs = 40
  expect(await ran).toBeGreaterThanOrEqual(instant)
})

it('does not run when cancelled, before or after it was put off', async () => {
  let behindMs = 0
  const now = () => performance.now() - behindMs
  let runs = 0
  const cancels = [1, 2, 3].map(ms => runAt(now, now() + ms, () => runs++))
  cancels[0]?.()
  behindMs = 60
  await ranAt(() => performance.now(), performance.now() + 20)
  for (const cancel of cancels) cancel()
  await ranAt(() => performance.now(), performance.now() + 80)
  expect(runs).toBe(0)
})
