import { type ClusterClock, freshClock, offsetOf, type RunningTime, startRunning } from '@ketik/client'
import type { RefusalCode } from '@ketik/protocol'
import type { Lang } from '@ketik/race'
import type { LobbyLine } from './lobby-line.ts'
import { isResult, type Race } from './race-state.ts'
import type { Said } from './saying.ts'

/** Whether and how this page is connected. */
type Link =
  | { readonly state: 'none' }
  | { readonly state: 'opening' | 'logging-in'; readonly attempt: number }
  | { readonly state: 'ready'; readonly node: string }
  | { readonly state: 'away'; readonly attempt: number; readonly retryAt: number }
  /** Closed for being idle: comes back as soon as the person stirs. */
  | { readonly state: 'resting' }
  | { readonly state: 'ended'; readonly code: number }

/** `rated`: in a room, the player agrees that the race counts for ratings. */
export type RaceWish = {
  readonly lang?: Lang
  readonly seats?: number
  readonly room?: string
  readonly rated?: true
}

export type Queue = {
  readonly wish: RaceWish
  readonly since: number
  readonly waitingCount: number | null
}

export type Notice =
  | { readonly kind: 'garbage' | 'old-server' | 'new-server' | 'no-storage' | 'moving' }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly again?: RaceWish }

export type World = {
  readonly name: string | null
  readonly token: string | null
  /** The name is one's own, and not a guest's. */
  readonly isOwner: boolean
  readonly link: Link
  readonly hasNetwork: boolean
  readonly clock: ClusterClock
  /** Cluster time less local time, guessed from `welcome` until a pong says better. */
  readonly roughOffsetMs: number
  readonly pings: number
  readonly heard: { readonly now: number; readonly at: number } | null
  /** Since the last frame; before the login is answered, since the connection was asked for. */
  readonly silence: RunningTime
  readonly snapshotWait: RunningTime
  readonly cluster: 'ok' | 'reconnecting'
  readonly online: number | null
  readonly lines: readonly LobbyLine[]
  readonly queue: Queue | null
  readonly race: Race | null
  /** The race that the player left last: no snapshot brings it back. */
  readonly leftRace: string | null
  readonly notice: Notice | null
  readonly said: Said
  /** Counts leaderboards received, so that boards on the page know when to look again. */
  readonly boardVersion: number
}

export const newWorld: World = {
  name: null,
  token: null,
  isOwner: false,
  link: { state: 'none' },
  hasNetwork: true,
  clock: freshClock,
  roughOffsetMs: 0,
  pings: 0,
  heard: null,
  silence: startRunning(0),
  snapshotWait: startRunning(0),
  cluster: 'ok',
  online: null,
  lines: [],
  queue: null,
  race: null,
  leftRace: null,
  notice: null,
  said: { polite: null, urgent: null, count: 0 },
  boardVersion: 0,
}

/** Cluster time less local time, as well as it is known. */
export const clusterOffset = (world: World): number => offsetOf(world.clock) ?? world.roughOffsetMs

/** The race to come back to after a drop: not one whose standings are there, and none while the player waits for another. */
export const raceToResume = ({ race, queue }: World): Race | null =>
  race !== null && race.standings === null && queue === null ? race : null

/** In a race a dead connection costs places, so it is given up sooner. */
export const isRacing = ({ race }: World): boolean => race !== null && !isResult(race)
