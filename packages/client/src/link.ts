import type { Lang } from '@ketik/race'
import { type ClusterClock, freshClock, offsetOf } from './clock/cluster-clock.ts'
import { type RunningTime, startRunning } from './clock/running-time.ts'
import { isSettled, type LinkRace } from './racing/link-race.ts'

/** `rated`: in a room, the player agrees that the race counts for ratings. */
export type RaceWish = {
  readonly lang?: Lang
  readonly seats?: number
  readonly room?: string
  readonly rated?: true
}

export type Queue = {
  readonly wish: RaceWish
  /** Local instant of the request. */
  readonly since: number
  readonly waitingCount: number | null
}

/** Who logs in. The token proves a session; the passphrase proves a registered name. */
export type Credentials = {
  readonly username: string
  readonly token: string | null
  readonly passphrase?: string
}

/** Where clients differ on purpose. */
export type LinkHabits = {
  /** Number of server addresses. A driver knows them by their index. */
  readonly addresses: number
  /** The client retries a name that it held before and that its own dropped connection may still hold. */
  readonly retriesNameTaken: boolean
  /** After a close for idleness the client waits until a person does something. */
  readonly restsWhenIdle: boolean
  /** A server that never sent `welcome` to this client must answer the login within this running time, in ms. */
  readonly firstAnswerMs: number | null
  /** What cannot be read instead of an answer to the login is the answer of another service. */
  readonly leavesOtherServices: boolean
}

/** Whether and how the client is connected. `attempt` counts the attempts since the last `welcome`. */
export type Connection =
  | { readonly phase: 'offline' }
  | { readonly phase: 'connecting' | 'authenticating'; readonly attempt: number }
  | { readonly phase: 'online'; readonly node: string }
  | { readonly phase: 'away'; readonly attempt: number; readonly retryAt: number }
  | { readonly phase: 'resting' }
  | { readonly phase: 'closed'; readonly code: number }

/**
 * One player as the client knows it. The connection and what the player does are independent: a race goes on while the
 * client reconnects, and the result of one race stays while the player waits for the next.
 */
export type Link = {
  readonly habits: LinkHabits
  readonly credentials: Credentials | null
  /** The name is registered and this client proved that it owns it. */
  readonly isOwner: boolean
  /** A server has sent `welcome` to this client. */
  readonly welcomed: boolean
  readonly connection: Connection
  /** Index of the address in use, or to be tried next. */
  readonly address: number
  /** The server has announced the end of this connection. */
  readonly bye: { readonly code: number; readonly retryable: boolean } | null
  readonly clock: ClusterClock
  /** Cluster time less local time, estimated from `welcome` until the first pong. */
  readonly roughOffsetMs: number
  readonly pings: number
  /** The last pong of this connection: its cluster time, and the local instant at which it came. */
  readonly pong: { readonly now: number; readonly at: number } | null
  /** Since the last message; before `welcome`, since the connection was requested or opened. */
  readonly silence: RunningTime
  readonly snapshotWait: RunningTime
  readonly cluster: 'ok' | 'reconnecting'
  readonly online: number | null
  readonly queue: Queue | null
  readonly race: LinkRace | null
  /** The race that the player left last. The server may not know yet; no snapshot brings it back. */
  readonly leftRace: string | null
}

export const newLink = (habits: LinkHabits, leftRace: string | null = null): Link => ({
  habits,
  credentials: null,
  isOwner: false,
  welcomed: false,
  connection: { phase: 'offline' },
  address: 0,
  bye: null,
  clock: freshClock,
  roughOffsetMs: 0,
  pings: 0,
  pong: null,
  silence: startRunning(0),
  snapshotWait: startRunning(0),
  cluster: 'ok',
  online: null,
  queue: null,
  race: null,
  leftRace,
})

export const isOnline = ({ connection }: Link): boolean => connection.phase === 'online'

/** Cluster time less local time, as well as it is known. */
export const clusterOffset = (link: Link): number => offsetOf(link.clock) ?? link.roughOffsetMs

/** The race to resume after a drop: not one whose standings are there, and none while the player waits for another. */
export const raceToResume = ({ race, queue }: Link): LinkRace | null =>
  race !== null && race.standings === null && queue === null ? race : null

/** In a race a dead connection costs places, so the client gives it up sooner. */
export const isRacing = ({ race }: Link): boolean => race !== null && !isSettled(race)
