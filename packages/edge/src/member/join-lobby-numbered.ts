import type { Holder } from '@ketik/cluster'
import {
  foldUsername,
  isRefusal,
  numberedUsername,
  type Refusal,
  type RefusalCode,
  refuse,
  USERNAME_NUMBER_MAX,
} from '@ketik/protocol'
import type { EdgeNode } from '../node/edge-node.ts'

export type NumberedJoin = {
  /** The number of the join in the lobby's order. */
  readonly n: number
  /** With the name that was joined under. */
  readonly holder: Holder
}

/** A numbered name that is refused for one of these is skipped. */
const SKIPPED: ReadonlySet<RefusalCode> = new Set(['name_taken', 'name_claimed', 'name_kept'])

/**
 * Joins the lobby under the holder's name or, where a guest holds that name, under the next free number (`Budi 2`).
 * A registered name is refused. `from: 2` tries the numbered names only, for a client whose own name was refused before.
 * Answers `name_taken` when all numbers up to 99 are held.
 */
export const joinLobbyNumbered = async (
  node: EdgeNode,
  holder: Holder,
  { from = 1 }: { readonly from?: 1 | 2 } = {},
): Promise<NumberedJoin | Refusal> => {
  if (from === 1) {
    const n = await node.enterLobby(foldUsername(holder.username), holder)
    if (!isRefusal(n)) return { n, holder }
    if (n.refused !== 'name_taken') return n
  }
  const names = await freeNames(node, holder.username)
  for (const username of names) {
    const numbered = { ...holder, username }
    const n = await node.enterLobby(foldUsername(username), numbered)
    if (!isRefusal(n)) return { n, holder: numbered }
    if (!SKIPPED.has(n.refused)) return n
  }
  return refuse('name_taken')
}

/** The numbered names that nobody is online under; one round trip, however many are held. */
const freeNames = async (node: EdgeNode, base: string): Promise<readonly string[]> => {
  const names = Array.from({ length: USERNAME_NUMBER_MAX - 1 }, (_, i) => numberedUsername(base, i + 2))
  const held = await node.cluster.lobby.held(names.map(foldUsername))
  const { measures } = node.lobby
  return names.filter((name, i) => !held[i] && !measures.isBanned({ folded: foldUsername(name) }))
}
