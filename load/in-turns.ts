/** Works on all, at most so many at once. */
export const inTurns = async <T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T, index: number) => Promise<void>,
): Promise<void> => {
  let next = 0
  const worker = async () => {
    while (next < all.length) {
      const index = next++
      const one = all[index]
      if (one !== undefined) await work(one, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker))
}
