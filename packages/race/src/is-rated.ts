import type { RacePlan } from './plan.ts'

/** Whether a race counts for ratings: a public one, or a private one whose players all agreed, of two who type keys. */
export function isRated({ isPrivate = false, isRated = !isPrivate, seats }: RacePlan): boolean {
  return isRated && seats.filter(({ timed }) => timed === 'keys').length > 1
}
