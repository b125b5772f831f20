import type { SharedCluster } from '@ketik/cluster'
import { foldUsername } from '@ketik/protocol'
import type { Log } from '@ketik/runtime'
import { NAMELESS } from '../lobby/lobby-frames.ts'
import { type LobbyRelay, OPERATOR } from '../lobby/lobby-relay.ts'
import { imitatedNames } from './imitated-names.ts'
import { imitatesRefusal } from './imitates-refusal.ts'

type Ties = {
  readonly cluster: Pick<SharedCluster, 'lobby' | 'claims'>
  readonly lobby: Pick<LobbyRelay, 'history'>
  readonly log: Log
}

/** Under which name a text of a client without one is sent; undefined: unchanged, without a name. */
export type NamelessSender = (text: string) => Promise<string | undefined>

/**
 * A text without a name is passed on unchanged, so it could read as another player's line, or as a refusal of the server:
 * then it is sent under `?`. That is so for the name of anyone who is online, has an account, or is among the last
 * messages, and for operators. The calls of one connection resolve in their order.
 */
export const createNamelessSender = (ties: Ties): NamelessSender => {
  let last: Promise<unknown> = Promise.resolve()
  return text => {
    const sender = last.then(async () => ((await isImitation(ties, text)) ? NAMELESS : undefined))
    last = sender
    return sender
  }
}

/** Never rejects. */
const isImitation = async ({ cluster, lobby: relay, log }: Ties, text: string): Promise<boolean> => {
  if (imitatesRefusal(text)) return true
  const names = imitatedNames(text)
  if (names.length === 0) return false
  const seen = new Set([OPERATOR, ...relay.history.flatMap(({ from }) => from ?? [])].map(foldUsername))
  if (names.some(name => seen.has(name))) return true
  const { lobby, claims } = cluster
  try {
    const [held, claimed] = await Promise.all([
      lobby.held(names),
      Promise.all(names.map(name => claims.of(name))),
    ])
    return held.includes(true) || claimed.some(claim => claim !== undefined)
  } catch (error) {
    log.debug({ err: error }, 'nobody can tell whose name a text begins with')
    return true
  }
}
