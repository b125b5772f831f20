const FIRST_MS = 250
const LAST_MS = 2_500

/**
 * How long to wait before try number `attempt` (from 0). Each address is tried once at once; then, once round all of
 * them, 250 ms doubling to 2.5 s, of which `chance` (0 to 1) spreads the upper half.
 */
export const retryAfterMs = (attempt: number, chance: number, addresses = 1): number => {
  if (attempt < addresses) return 0
  const ceiling = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(10, attempt - addresses))
  return Math.round(ceiling / 2 + (ceiling / 2) * chance)
}
