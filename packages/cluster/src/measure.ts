import type { PlayerId } from '@ketik/race'

/** What an operator may impose: on a player, on an address or network, or on everyone as an announcement. */
export type MeasureKind = 'mute' | 'ban-name' | 'ban-address' | 'announce'

/**
 * In force until an instant of cluster time; one that is over lifts the standing ones that it concerns. A mute or a ban
 * of a name also follows the player who had the name, whatever that player is called later.
 */
export type Measure = {
  readonly kind: MeasureKind
  /** The folded name, the address or network, or the announcement's text. Empty: the player alone is named. */
  readonly subject: string
  /** Who had the name when the operator acted. Absent: nobody had it. */
  readonly player?: PlayerId
  readonly at: number
  readonly until: number
}

/** The key of a measure in the hash of those that stand. */
export const measureKey = ({
  kind,
  subject,
  player,
}: Pick<Measure, 'kind' | 'subject' | 'player'>): string =>
  player === undefined ? `${kind}:${subject}` : `${kind}:${subject}:${player}`

/**
 * Whether a new measure replaces a standing one. Two players who had one name after the other keep a measure each, and a
 * measure of a name that nobody has now leaves them theirs; one that lifts by a name lifts them all.
 */
export const replacesMeasure = (next: Measure, standing: Measure, now: number): boolean => {
  if (next.kind !== standing.kind) return false
  if (next.player !== undefined && next.player === standing.player) return true
  if (next.subject === '' || next.subject !== standing.subject) return false
  return next.until <= now || standing.player === undefined
}
