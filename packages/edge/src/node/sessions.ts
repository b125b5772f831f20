import type { AccountEvent, LobbyEvent } from '@ketik/cluster'
import { type CloseReason, encode } from '@ketik/protocol'
import type { PlayerId, Race } from '@ketik/race'
import type { AudienceName } from '../connection/transport.ts'
import { lobbyFrame } from '../lobby/lobby-frames.ts'
import { isEmptyText } from '../lobby/lobby-lines.ts'
import type { LiveRace } from '../race/live-race.ts'
import type { FoundSeat } from './races.ts'

/** A player's session as its node sees it. */
export type NodeSession = {
  readonly id: string
  readonly v1: boolean
  readonly player: PlayerId | undefined
  /** In a race whose outcome for this player is open, or whose text it may still type to the end. */
  readonly isRacing: boolean
  /** The player's wish to race, while it waits for one. */
  readonly queueing: NodeQueueing | undefined
  send(frame: string): void
  close(reason: CloseReason): void
  onLobby(event: LobbyEvent, frame: string): void
  /** The ten best changed; for a client of contract A that no audience tells. */
  onBoard(frame: string): void
  onAccount(event: AccountEvent): void
  /** Redis may have lost the name. */
  onRecovered(): void
  checkBan(): void
  /** A turn of the node's housekeeping, once a second. */
  checkIdle(): void
}

/** A player who waits for a race. */
export type NodeQueueing = {
  /** Waits by the ticket of that instant; without one, by any. */
  isSince(asked: number | undefined): boolean
  onCount(count: number): void
  /** A race was made for this player. */
  onMatched(race: LiveRace, seat: number): void
  /** Redis may have lost the ticket. `latest`: the player's last race, which is over. */
  rejoin(latest: Race | undefined): Promise<void>
  /** The player was given a seat elsewhere, by a wish it had there before it came here. */
  onMatchedElsewhere(found: FoundSeat): Promise<void>
}

type Tell = (audience: AudienceName, frame: string) => void

/** The players who are logged in at this node. */
export class Sessions {
  readonly #byPlayer = new Map<PlayerId, NodeSession>()
  /** Those who hear the lobby one by one. The others hear it together, by one call of their door. */
  readonly #heardAlone = new Set<NodeSession>()
  readonly #audiences: Tell[] = []

  get count(): number {
    return this.#byPlayer.size
  }

  get all(): readonly NodeSession[] {
    return [...this.#byPlayer.values()]
  }

  get queueing(): readonly NodeSession[] {
    return this.all.filter(({ queueing }) => queueing !== undefined)
  }

  of(player: PlayerId): NodeSession | undefined {
    return this.#byPlayer.get(player)
  }

  /**
   * The player's session here from now on. An earlier one still here has lost the name: it may have gone by a node that
   * died before it could say so, and would give up the seat once its connection is found to be gone.
   */
  add(session: NodeSession): void {
    if (session.player === undefined) return
    this.#byPlayer.get(session.player)?.close('taken_over')
    this.#byPlayer.set(session.player, session)
    this.#heardAlone.add(session)
  }

  /** The session hears the lobby through an audience from now on. */
  hearsTogether(session: NodeSession): void {
    this.#heardAlone.delete(session)
  }

  delete(session: NodeSession): void {
    this.#heardAlone.delete(session)
    if (session.player !== undefined && this.#byPlayer.get(session.player) === session) {
      this.#byPlayer.delete(session.player)
    }
  }

  /** A door that can tell all of its connections that joined an audience with one call. */
  addAudience(tell: Tell): void {
    this.#audiences.push(tell)
  }

  onLobby(event: LobbyEvent): void {
    if (isEmptyText(event)) return
    const frame = lobbyFrame(event)
    for (const tell of this.#audiences) {
      tell('v1', frame)
      tell('basic', frame)
    }
    for (const session of this.#heardAlone) session.onLobby(event, frame)
  }

  /** The ten best changed. */
  onBoard(frame: string): void {
    for (const tell of this.#audiences) tell('basic', frame)
    for (const session of this.#heardAlone) session.onBoard(frame)
  }

  /** Whether the node reaches the rest of the cluster. */
  onReachable(isReachable: boolean): void {
    const frame = encode({ type: 'cluster', state: isReachable ? 'ok' : 'reconnecting' })
    for (const session of this.#byPlayer.values()) if (session.v1) session.send(frame)
  }

  /** A player has entered elsewhere than in that session. */
  onTakenOver(id: string): void {
    for (const session of this.#byPlayer.values())
      if (session.id === id) {
        session.close('taken_over')
        return
      }
  }

  /** Each session, also if it ends meanwhile. */
  each(act: (session: NodeSession) => void): void {
    for (const session of this.all) act(session)
  }

  closeAll(reason: CloseReason): void {
    this.each(session => session.close(reason))
  }
}
