import type { SharedCluster } from '@ketik/cluster'
import type { Log } from '@ketik/runtime'
import type { AccountStore } from '@ketik/scores'
import { BoardFeed } from '../lobby/board-feed.ts'
import type { Boards } from '../lobby/boards.ts'
import { LobbyRelay } from '../lobby/lobby-relay.ts'
import type { EdgeSettings } from '../settings.ts'
import { drain } from './drain.ts'
import { Housekeeping } from './housekeeping.ts'
import { MailReader } from './mail-reader.ts'
import { createParts, type NodeParts } from './node-parts.ts'
import { Sessions } from './sessions.ts'

/** One node that players connect to: its parts by name, and its end. */
export type EdgeNode = NodeParts & {
  /** Tells players to go to another node, waits for those who race and cannot, then ends what is left. */
  drain(): Promise<void>
  /** Ends without waiting for anyone; `drain` comes before it where there is time. */
  close(): Promise<void>
}

/** Starts a node. Without an account store nobody can sign in. */
export const startNode = async (
  cluster: SharedCluster,
  boards: Boards,
  settings: EdgeSettings,
  log: Log,
  accountStore?: AccountStore,
): Promise<EdgeNode> => {
  const sessions = new Sessions()
  const lobby = await LobbyRelay.open(cluster.lobby, log)
  const { bus, names } = cluster
  const tell = (frame: string) => sessions.onBoard(frame)
  const board = await BoardFeed.open({ boards, bus, channel: names.boardResults, log, tell })
  const parts = createParts({ cluster, boards, settings, log, accountStore, lobby, sessions, board })
  const housekeeping = new Housekeeping(parts)
  await listen(parts)
  await housekeeping.start()
  return {
    ...parts,
    drain: async () => {
      parts.admission.isDraining = true
      await drain(sessions)
    },
    close: async () => {
      parts.admission.isDraining = true
      housekeeping.close()
      await close(parts)
    },
  }
}

/** From here on the node hears the other nodes, the queue and the lobby. */
const listen = async (parts: NodeParts): Promise<void> => {
  const { cluster, lobby, matches, sessions, races } = parts
  const reader = new MailReader(parts)
  await cluster.inbox.open(
    (from, entries, changedAt) => reader.onEntries(from, entries, changedAt),
    from => {
      races.onGap(from)
      matches.findAll()
    },
  )
  await cluster.bus.subscribe(cluster.names.queueCount, count => matches.onCount(Number(count)))
  lobby.listen(
    (event, audience) => {
      if (audience !== 'the one') sessions.onLobby(event)
    },
    () => sessions.count,
  )
  lobby.onModeration(() => sessions.each(session => session.checkBan()))
  lobby.onAccount(event => sessions.each(session => session.onAccount(event)))
}

const close = async (parts: NodeParts): Promise<void> => {
  const { id, cluster, log, board, turns, ticker, matches, sessions, races, lobby, holders } = parts
  board.close()
  turns.close()
  ticker.close()
  matches.close()
  sessions.closeAll('restart')
  // What the sessions still had to tell the cluster goes out before the races end.
  await races.close()
  lobby.close()
  holders.close()
  await cluster.registry.leave(id).catch(error => log.warn({ err: error }, 'could not say goodbye'))
}
