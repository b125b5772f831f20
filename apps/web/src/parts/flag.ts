import { graphemes, type SeatPlan } from '@ketik/race'

/** A letter that tells a rival from the others: its initial, numbered when initials collide. `own` is no rival. */
export const flagOf = (seats: readonly SeatPlan[], seat: number, own: number): string => {
  const initials = seats.map(({ username }, index) =>
    index === own && seat !== own ? '' : (graphemes(username)[0] ?? '?').toUpperCase(),
  )
  if (seat === own) return initials[own] ?? '?'
  const mine = initials[seat] ?? '?'
  const before = initials.slice(0, seat).filter(one => one === mine).length
  const shared = initials.filter(one => one === mine).length > 1
  return shared ? `${mine}${before + 1}` : mine
}
