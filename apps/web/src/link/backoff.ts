const FIRST_MS = 250
const LAST_MS = 2_500

/** How long to wait before try number `attempt` (from 0): none, then 250 ms doubling to 2.5 s, spread by `chance` of 0..1. */
export const retryAfterMs = (attempt: number, chance: number): number => {
  if (attempt === 0) return 0
  const ceiling = Math.min(LAST_MS, FIRST_MS * 2 ** (attempt - 1))
  return Math.round(ceiling / 2 + (ceiling / 2) * chance)
}
