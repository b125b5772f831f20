import { isActive, type Race, type Seat } from '@ketik/race'

export type Fault = { readonly rule: 'MODEL-1' | 'MODEL-2' | 'MODEL-3'; readonly what: string }

/** What is wrong with how a seat changed, when the process named wrote it. Matchmakers are named m…, nodes e…. */
export const seatFault = (before: Seat, after: Seat, by: string): Fault | undefined => {
  if (!isActive(before)) return doneSeatFault(before, after)
  const isByHolder = by === before.node || by.startsWith('m')
  if (isActive(after)) {
    if (after.epoch === before.epoch && after.node !== before.node)
      return { rule: 'MODEL-1', what: `moved from ${before.node} to ${after.node} within an epoch` }
    if (after.epoch !== before.epoch && (after.epoch !== before.epoch + 1 || after.node !== by))
      return { rule: 'MODEL-1', what: `${by} gave it to ${after.node} with epoch ${after.epoch}` }
    if (after.state === 'away' && before.state !== 'away' && !isByHolder)
      return { rule: 'MODEL-1', what: `${by} called its player away, but ${before.node} holds it` }
    return undefined
  }
  if (after.state === 'finished' && by !== before.node)
    return { rule: 'MODEL-1', what: `${by} finished it, but ${before.node} holds it` }
  if (after.state === 'left' && after.reason !== 'timeout' && !isByHolder)
    return { rule: 'MODEL-1', what: `${by} left it, but ${before.node} holds it` }
  return undefined
}

const doneSeatFault = (before: Seat, after: Seat): Fault | undefined => {
  const { node: _, ...was } = before
  const { node: __, ...is } = after
  if (was.state === 'finished' && is.state === 'finished') {
    const { place: old, ...finish } = was
    const { place, ...same } = is
    if (old !== undefined && place !== old) return { rule: 'MODEL-3', what: `place ${old} became ${place}` }
    return JSON.stringify(finish) === JSON.stringify(same)
      ? undefined
      : { rule: 'MODEL-2', what: 'finished once more' }
  }
  return JSON.stringify(was) === JSON.stringify(is)
    ? undefined
    : { rule: 'MODEL-2', what: `${was.state} became ${is.state}` }
}

/** Places are counted from the front without holes, only equal finishes share one, and none is fixed before a better one. */
export const placeFault = (before: Race, after: Race): string | undefined => {
  const placed = after.seats.flatMap(seat =>
    seat.state === 'finished' && seat.place !== undefined ? [{ place: seat.place, at: seat.finishedAt }] : [],
  )
  if (placed.length === 0) return undefined
  for (const { place, at } of placed) {
    const better = placed.filter(other => other.place < place).length
    if (better !== place - 1) return `place ${place} with ${better} before it`
    if (placed.some(other => other.place === place && other.at !== at))
      return `unequal finishes share ${place}`
  }
  return before.cancelledAt !== undefined ? 'a cancelled race went on' : undefined
}
