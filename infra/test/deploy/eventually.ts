/**
 * Asks again until the answer is not undefined. For what has no event to the outside. Throws after `withinMs`, which is
 * far more than a busy machine needs.
 */
export const eventually = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 120_000,
): Promise<T> => {
  const until = performance.now() + withinMs
  let last: unknown
  while (performance.now() < until) {
    try {
      const answer = await ask()
      if (answer !== undefined) return answer
    } catch (error) {
      last = error
    }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`${what}: not within ${withinMs} ms`, { cause: last })
}
