import type { PlayerId } from '@ketik/race'

/** What an operator can impose on a player, on an address or network, or on everyone (an announcement). */
export type MeasureKind = 'mute' | 'ban-name' | 'ban-address' | 'announce'

/**
 * In force until an instant of cluster time. A measure that is over lifts the measures in force that it concerns. A
 * mute or a ban of a name also follows the player who had the name, whatever name that player uses later.
 */
export type Measure = {
  readonly kind: MeasureKind
  /** The folded name, the address or network, or the announcement's text. Empty: the measure names only a player. */
  readonly subject: string
  /** The player who had the name when the operator acted. Absent: nobody had it. */
  readonly player?: PlayerId
  readonly at: number
  readonly until: number
}

/** The key of a measure in the hash of the measures in force. */
export const measureKey = ({
  kind,
  subject,
  player,
}: Pick<Measure, 'kind' | 'subject' | 'player'>): string =>
  player === undefined ? `${kind}:${subject}` : `${kind}:${subject}:${player}`

/**
 * Whether a new measure replaces one in force. Two players who had the same name one after the other keep a measure
 * each. A measure of a name that nobody has leaves these in force. A measure that lifts by a name lifts all of them.
 */
export const replacesMeasure = (next: Measure, standing: Measure, now: number): boolean => {
  if (next.kind !== standing.kind) return false
  if (next.player !== undefined && next.player === standing.player) return true
  if (next.subject === '' || next.subject !== standing.subject) return false
  return next.until <= now || standing.player === undefined
}
