import type { Holder } from '@ketik/cluster'
import { foldUsername, isRefusal, type Refusal, refuse, repairedUsername, toUsername } from '@ketik/protocol'
import { proofOf } from '../accounts/session-token.ts'
import type { AddressShare } from '../limits/address-share.ts'
import { GUEST_NAMES_MAX, guestName } from '../member/guest-name.ts'
import { isAboutName } from '../member/is-about-name.ts'
import type { Membership } from '../member/membership.ts'
import type { HoldingSession } from '../member/name-holders.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import type { ChatLine } from './chat-line.ts'
import type { ChatPlace } from './chat-place.ts'

/** `numbered`: takes the next free number where the name is another's. A token is not looked at then. */
export type EnterOptions = { readonly token?: string | undefined; readonly numbered?: boolean }

/** A connection that enters the lobby of a chat-only door. */
export type Newcomer = HoldingSession & {
  readonly node: EdgeNode
  readonly door: Holder['door']
  readonly share: AddressShare
  readonly place: Pick<ChatPlace<unknown>, 'isOutside' | 'enter' | 'leave'>
  /** `answers`: absent where its protocol has no ping to ask with. */
  readonly line: Pick<ChatLine<unknown>, 'answers'>
  isIn(membership: Membership): void
}

/** Takes a name; to be called in order. A registered one needs a token of its account. */
export const enter = async (
  newcomer: Newcomer,
  raw: string,
  { token, numbered = false }: EnterOptions = {},
): Promise<Refusal | undefined> => {
  const { node, share, address, door } = newcomer
  if (!newcomer.place.isOutside) return refuse('already_logged_in')
  if (!share.take('logins', performance.now())) return refuse('rate_limited')
  const username = toUsername(raw)
  if (isRefusal(username)) return username
  const folded = foldUsername(username)
  const identity = token === undefined ? undefined : node.tokens.verify(token)
  const banned = node.admission.refusalFor({ address, folded, shown: [identity] })
  if (banned !== undefined) return banned
  if (token !== undefined && (identity === undefined || foldUsername(identity.username) !== folded)) {
    return refuse('bad_token')
  }
  const player = identity?.player ?? node.newId('p')
  const holder: Holder = { player, node: node.id, session: node.newId('s'), door, username }
  newcomer.place.enter(username)
  node.holders.register(holder.session, newcomer)
  const joined = await join(newcomer, holder, identity && proofOf(identity), numbered).catch(error => {
    stayOut(newcomer, holder)
    throw error
  })
  if (isRefusal(joined)) {
    stayOut(newcomer, holder)
    return joined
  }
  newcomer.isIn(joined)
  return undefined
}

/**
 * Enters under the name as far as it can be used: without forbidden characters, cut, and under the next free number; and
 * under a guest's name where nothing of it can be. For clients that cannot ask for another name. A token that proves
 * nothing changes nothing.
 */
export const enterAnyway = async (
  newcomer: Newcomer,
  raw: string,
  token?: string,
): Promise<Refusal | undefined> => {
  const name = repairedUsername(raw)
  if (name !== undefined) {
    if (token !== undefined) {
      const refusal = await enter(newcomer, name, { token })
      if (refusal === undefined || !(isAboutName(refusal) || refusal.refused === 'bad_token')) return refusal
    }
    const refusal = await enter(newcomer, name, { numbered: true })
    if (refusal === undefined || !isAboutName(refusal)) return refusal
  }
  for (let attempt = 0; attempt < GUEST_NAMES_MAX; attempt++) {
    const refusal = await enter(newcomer, guestName(attempt))
    if (refusal === undefined || !isAboutName(refusal)) return refusal
  }
  return refuse('name_taken')
}

const stayOut = (newcomer: Newcomer, { session }: Holder): void => {
  newcomer.place.leave()
  newcomer.node.holders.forget(session)
}

const join = async (
  newcomer: Newcomer,
  holder: Holder,
  proof: Membership['proof'],
  numbered: boolean,
): Promise<Membership | Refusal> => {
  const { members } = newcomer.node
  // Nobody can prove here to own a registered name.
  const own = numbered ? undefined : proof
  let joined = await members.join(holder, own)
  if (isRefusal(joined) && joined.refused === 'name_taken' && (await isReturning(newcomer, holder)))
    joined = await members.join(holder, own)
  return numbered && isRefusal(joined) && isAboutName(joined)
    ? await members.joinNumbered(holder, { from: 2 })
    : joined
}

/** Whether the holder was an earlier connection of the same client, that answers no more and has been ended now. */
const isReturning = async (newcomer: Newcomer, { username }: Holder): Promise<boolean> => {
  const { node, door, address } = newcomer
  if (newcomer.line.answers === undefined) return false
  const holder = await node.cluster.lobby.holder(foldUsername(username))
  return holder?.door === door && (await node.holders.endIfGone(holder, address))
}
