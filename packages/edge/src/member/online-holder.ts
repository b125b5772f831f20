import type { Holder, SharedCluster } from '@ketik/cluster'
import { type Refusal, refuse } from '@ketik/protocol'
import type { Log } from '@ketik/runtime'

/** Who is online under a name that can be registered. */
export const onlineHolder = async (
  cluster: SharedCluster,
  log: Log,
  folded: string,
): Promise<Holder | Refusal | undefined> => {
  try {
    const claim = await cluster.claims.of(folded)
    if (claim !== undefined && 'player' in claim) return refuse('name_claimed')
    return await cluster.lobby.holder(folded)
  } catch (error) {
    log.warn({ err: error }, 'nobody can say whose a name is')
    return refuse('unavailable')
  }
}
