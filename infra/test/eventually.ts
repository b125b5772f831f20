import { setTimeout as pause } from 'node:timers/promises'

const ASKED_EACH_MS = 50

/**
 * Asks again until the answer is not undefined. For what has no event to the outside. Throws after `withinMs`, which is
 * far more than a busy machine needs, with what the last attempt threw.
 */
export const eventually = async <T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  withinMs = 120_000,
): Promise<T> => {
  const until = performance.now() + withinMs
  let cause: unknown
  while (performance.now() < until) {
    try {
      const answer = await ask()
      if (answer !== undefined) return answer
    } catch (error) {
      cause = error
    }
    await pause(ASKED_EACH_MS)
  }
  throw new Error(`${what}: not within ${withinMs} ms`, { cause })
}
