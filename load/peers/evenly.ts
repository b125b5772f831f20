import { setTimeout as pause } from 'node:timers/promises'

/** Acts on all, one after the other, spread over that time whether or not answers come. `due`: when it was to be, by `performance.now`. */
export const evenly = async <T>(
  all: readonly T[],
  withinMs: number,
  act: (one: T, index: number, due: number) => void,
): Promise<void> => {
  const startedAt = performance.now()
  const reach = async (due: number) => {
    const waitMs = due - performance.now()
    if (waitMs >= 1) await pause(waitMs)
  }
  for (const [index, one] of all.entries()) {
    const due = startedAt + (withinMs * index) / all.length
    await reach(due)
    act(one, index, due)
  }
  await reach(startedAt + withinMs)
}
