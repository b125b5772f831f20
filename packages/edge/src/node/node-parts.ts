import { HeartbeatWatch, type Holder, type SharedCluster } from '@ketik/cluster'
import type { Log } from '@ketik/runtime'
import type { AccountStore } from '@ketik/scores'
import { Accounts } from '../accounts/accounts.ts'
import { SessionTokens } from '../accounts/session-token.ts'
import { Admission } from '../connection/admission.ts'
import { RandomIds } from '../connection/random-ids.ts'
import { connectionRates } from '../limits/budget.ts'
import { ConnectionLimits } from '../limits/connection-limits.ts'
import { NameShares } from '../limits/name-shares.ts'
import { networkTagger } from '../limits/network-tag.ts'
import { Pace } from '../limits/pace.ts'
import { Turns } from '../limits/turns.ts'
import type { BoardFeed } from '../lobby/board-feed.ts'
import type { Boards } from '../lobby/boards.ts'
import type { LobbyRelay } from '../lobby/lobby-relay.ts'
import { CHAT_PER_TEN_SECONDS } from '../member/chat-rules.ts'
import { LobbyChat } from '../member/lobby-chat.ts'
import { Members } from '../member/members.ts'
import { NameHolders } from '../member/name-holders.ts'
import { rematchRoom } from '../race/rematch-room.ts'
import { runAt } from '../race/run-at.ts'
import type { EdgeSettings } from '../settings.ts'
import { Mail } from './mail.ts'
import { Matches } from './matches.ts'
import { Races } from './races.ts'
import type { Sessions } from './sessions.ts'
import { Ticker } from './ticker.ts'

/** What the parts of a node are made of. */
type Given = {
  readonly cluster: SharedCluster
  readonly boards: Boards
  readonly settings: EdgeSettings
  readonly log: Log
  /** Absent where no accounts are kept. */
  readonly accountStore: AccountStore | undefined
  readonly lobby: LobbyRelay
  readonly sessions: Sessions
  readonly board: BoardFeed
}

/** Puts the parts of a node together. None of them has started yet. */
export const createParts = ({ accountStore, ...given }: Given) => {
  const { cluster, settings, log, lobby, sessions, board } = given
  const { node: id, inbox } = cluster
  const { moderation } = lobby
  const { chatPerTenSeconds: perTenSeconds = CHAT_PER_TEN_SECONDS } = settings
  const now = () => cluster.clock.now()
  const clock = { now, at: (instant: number, run: () => void) => runAt(now, instant, run) }
  const ids = new RandomIds()
  const newId = (kind: 's' | 'p') => ids.next(kind)
  const tokens = new SessionTokens(settings.sessionSecret, now, settings.sessionSecretSecond)
  const { keys } = tokens
  const watch = new HeartbeatWatch(cluster.registry, cluster.writes)
  /** Lets a promise go on by itself; a fault is logged under the given name. */
  const inBackground = (what: string, work: Promise<unknown>): void => {
    work.catch(error => log.warn({ err: error }, `could not ${what}`))
  }

  const connections = new ConnectionLimits(settings)
  const names = new NameShares(perTenSeconds)
  const holders = new NameHolders({ cluster, newId })
  const mail = new Mail(inbox)
  const ticker = new Ticker({ now, inbox })
  const races = new Races({
    ...{ node: id, records: cluster.races, jobs: cluster.jobs, log, clock, ticker, mail, board },
    inBackground,
    rematchRoom: race => rematchRoom(keys, race),
  })
  const endSession = ({ node, session }: Holder) => {
    if (node !== id) mail.takenOver(node, session)
    else {
      sessions.onTakenOver(session)
      holders.takenOver(session)
    }
  }

  return {
    ...given,
    id,
    /** Cluster time in epoch milliseconds. */
    now,
    /** An id that nobody can guess, of a session or a player. */
    newId,
    tokens,
    /** Stands for an address where the cluster keeps something of it. */
    networkTag: networkTagger(keys),
    /** Absent where no accounts are kept: then nobody can sign in. */
    accounts: accountStore && new Accounts(accountStore, cluster, tokens, log),
    watch,

    connections,
    rates: connectionRates(settings.messagesPerSecond),
    admission: new Admission(connections, moderation),
    names,
    /** Of what may wait for races: requests over HTTP, and leaderboards that are asked for. */
    turns: new Turns(),
    /** Newcomers who are greeted. */
    greetings: new Pace(),

    members: new Members({
      ...{ lobby: cluster.lobby, moderation, log },
      isGone: node => watch.isGone(node),
      onReplaced: endSession,
    }),
    holders,
    chat: new LobbyChat({ cluster, lobby, names, log, perTenSeconds }),

    mail,
    ticker,
    races,
    matches: new Matches({ id, queue: cluster.queue, races, sessions, inBackground }),
    inBackground,
  } as const
}

export type NodeParts = ReturnType<typeof createParts>
