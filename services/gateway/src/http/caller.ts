import { type Identity, proofOf } from '@ketik/edge'
import { foldUsername, isRefusal } from '@ketik/protocol'
import type { PlayerId } from '@ketik/race'
import { isRetryable } from '@ketik/scores'
import type { Asked } from './asked.ts'
import { fromCluster } from './from-cluster.ts'
import type { HttpDeps } from './http-deps.ts'
import { presentedSession } from './session-answer.ts'

/**
 * The player whose session came with a request, if that session still stands. An account's has ended with a sign-out or
 * with its generation; a guest's, once its player has an account. While PostgreSQL is away, the cluster is asked.
 */
export const callerOf = async (deps: HttpDeps, asked: Asked): Promise<PlayerId | undefined> => {
  const identity = presentedSession(deps, asked)?.identity
  if (identity === undefined) return undefined
  return (await stands(deps, identity)) ? identity.player : undefined
}

const stands = async (deps: HttpDeps, identity: Identity): Promise<boolean> => {
  try {
    return identity.account === undefined
      ? !(await deps.scores.hasAccount(identity.player))
      : !isRefusal(await deps.accounts.whoIs(identity))
  } catch (fault) {
    if (!isRetryable(fault)) throw fault
    return await fromCluster(standsInCluster(deps, identity))
  }
}

/** A guest's session is of the name that its player registers; a name kept since may be that account's former one. */
const standsInCluster = async ({ node }: HttpDeps, identity: Identity): Promise<boolean> => {
  const { claims } = node.cluster
  const folded = foldUsername(identity.username)
  const proof = proofOf(identity)
  if (proof !== undefined) return await claims.proves(folded, proof)
  const claim = await claims.of(folded)
  return claim === undefined || ('player' in claim && claim.player !== identity.player)
}
