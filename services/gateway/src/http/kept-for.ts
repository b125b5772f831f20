/** Asks at most once at a time, and answers from what it was told for `ms` after; a fault is told and not kept. */
export const keptFor = <T>(ms: number, ask: () => Promise<T>): (() => Promise<T>) => {
  let asking: Promise<T> | undefined
  let kept: { readonly value: T; readonly until: number } | undefined
  return () => {
    if (kept !== undefined && performance.now() < kept.until) return Promise.resolve(kept.value)
    asking ??= ask()
      .then(value => {
        kept = { value, until: performance.now() + ms }
        return value
      })
      .finally(() => {
        asking = undefined
      })
    return asking
  }
}
