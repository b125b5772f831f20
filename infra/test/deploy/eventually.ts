/** Asks again until the answer is not undefined. For what has no event to the outside; throws after `withinMs`. */
export const eventually = async <T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | undefined>,
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
