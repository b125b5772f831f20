import type { PlayerId } from '@ketik/race'

/** A moderation action: what an operator can impose on a player, on an address or network, or on everyone. */
export type ModerationActionKind = 'mute' | 'ban-name' | 'ban-address' | 'announce'

/**
 * In force until a moment of cluster time. An action that is over lifts the actions in force that it concerns. A
 * mute or a ban of a name also follows the player who had the name, whatever name that player uses later.
 */
export type ModerationAction = {
  readonly kind: ModerationActionKind
  /** The folded name, the address or network, or the announcement's text. Empty: the action names only a player. */
  readonly subject: string
  /** The player who had the name when the operator acted. Absent: nobody had it. */
  readonly player?: PlayerId
  readonly at: number
  readonly until: number
}

/** The key of an action in the hash of the actions in force. */
export const moderationActionKey = ({
  kind,
  subject,
  player,
}: Pick<ModerationAction, 'kind' | 'subject' | 'player'>): string =>
  player === undefined ? `${kind}:${subject}` : `${kind}:${subject}:${player}`

/**
 * Whether a new action replaces one in force. Two players who had the same name one after the other keep an action
 * each. An action of a name that nobody has leaves these in force. An action that lifts by a name lifts all of them.
 */
export const replacesModerationAction = (
  next: ModerationAction,
  standing: ModerationAction,
  now: number,
): boolean => {
  if (next.kind !== standing.kind) return false
  if (next.player !== undefined && next.player === standing.player) return true
  if (next.subject === '' || next.subject !== standing.subject) return false
  return next.until <= now || standing.player === undefined
}
