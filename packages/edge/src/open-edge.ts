import { type ClusterSettings, SharedCluster } from '@ketik/cluster'
import type { Log } from '@ketik/runtime'
import { type OpenScores, openScores } from '@ketik/scores'
import type { Accounts } from './accounts/accounts.ts'
import { type Boards, createBoards } from './lobby/boards.ts'
import { type EdgeNode, startNode } from './node/edge-node.ts'
import type { EdgeSettings } from './settings.ts'

/** What every process that players connect to is made of, beneath its doors. */
export type Edge = {
  readonly cluster: SharedCluster
  readonly scores: OpenScores
  readonly boards: Boards
  readonly accounts: Accounts
  readonly node: EdgeNode
  /** Ends the sessions and all connections of its own. Doors stop listening before it. */
  close(): Promise<void>
}

export const openEdge = async (
  settings: EdgeSettings & ClusterSettings & { readonly databaseUrl: string },
  serviceLog: Log,
): Promise<Edge> => {
  const cluster = await SharedCluster.connect(settings, serviceLog)
  const log = serviceLog.child({ node: cluster.node })
  const scores = openScores({
    databaseUrl: settings.databaseUrl,
    onConnectionLost: error => log.warn({ err: error }, 'a connection to PostgreSQL was lost'),
  })
  cluster.claims.fillFrom(scores.accounts)
  const boards = createBoards(scores, () => cluster.clock.now())
  const node = await startNode(cluster, boards, settings, log, scores.accounts)
  const { accounts } = node
  if (accounts === undefined) throw new Error('bug: a node was given accounts and has none')
  const close = async () => {
    await node.close()
    await Promise.all([scores.close(), cluster.close()])
  }
  return { cluster, scores, boards, accounts, node, close }
}
