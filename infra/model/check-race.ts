import { isActive, type Race, type Seat } from '@ketik/race'
import type { Violation } from './world.ts'

/** What is wrong with how a seat changed, when the process named wrote it. Matchmakers are named m…, nodes e…. */
export const seatFault = (before: Seat, after: Seat, by: string): Violation | undefined => {
  if (!isActive(before)) return doneSeatFault(before, after)
  const what = writerFault(before, after, by)
  return what === undefined ? undefined : { rule: 'MODEL-1', what: `${what}, but ${before.node} holds it` }
}

const writerFault = (before: Seat, after: Seat, by: string): string | undefined => {
  const isByHolder = by === before.node
  const isAllowed = isByHolder || by.startsWith('m')
  if (isActive(after) && isActive(before)) {
    if (after.epoch === before.epoch && after.node !== before.node)
      return `moved to ${after.node} within an epoch`
    if (after.epoch !== before.epoch && (after.epoch !== before.epoch + 1 || after.node !== by))
      return `${by} gave it to ${after.node} with epoch ${after.epoch}`
    if (after.state === 'away' && before.state !== 'away' && !isAllowed) return `${by} called its player away`
  }
  if (after.state === 'finished' && !isByHolder) return `${by} finished it`
  if (after.state === 'left' && after.reason !== 'timeout' && !isAllowed) return `${by} left it`
  return undefined
}

const doneSeatFault = (before: Seat, after: Seat): Violation | undefined => {
  const { node: _, place: old, ...was } = { place: undefined, ...before }
  const { node: __, place, ...is } = { place: undefined, ...after }
  if (JSON.stringify(was) !== JSON.stringify(is))
    return { rule: 'MODEL-2', what: `${was.state} became ${is.state}, or was ended once more` }
  if (old !== undefined && place !== old) return { rule: 'MODEL-3', what: `place ${old} became ${place}` }
  return undefined
}

/** Places are counted from the front without holes, only equal finishes share one, and none is fixed before a better one. */
export const placeFault = (before: Race, after: Race): string | undefined => {
  const placed = after.seats.flatMap(seat =>
    seat.state === 'finished' && seat.place !== undefined ? [{ place: seat.place, at: seat.finishedAt }] : [],
  )
  if (placed.length > 0 && before.cancelledAt !== undefined) return 'a cancelled race went on'
  for (const { place, at } of placed) {
    const better = placed.filter(other => other.place < place).length
    if (better !== place - 1) return `place ${place} with ${better} before it`
    if (placed.some(other => other.place === place && other.at !== at))
      return `unequal finishes share ${place}`
  }
  return undefined
}
