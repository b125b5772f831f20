import { type ClientMessageOf, type CloseReason, type Refusal, refuse } from '@ketik/protocol'
import { KeyTypist } from '../race/key-typist.ts'
import type { LiveRace } from '../race/live-race.ts'
import type { Racer } from '../race/racer.ts'
import { ReportTypist } from '../race/report-typist.ts'
import type { Typist } from '../race/typist.ts'
import { sendBoard } from './board-request.ts'
import type { Player } from './player.ts'

type RacingPlayer = Player & {
  /** The race whose seat this player gave up last: the record may not know yet, and must not bring it back. */
  gaveUp: string | undefined
  /** Gives the player's name back. */
  releaseName(): void
}

/** A race was made for a player who waits for one. */
export const race = (
  player: RacingPlayer & { attach(live: LiveRace, seat: number, typist: Typist): void },
  live: LiveRace,
  seat: number,
): void => {
  const { text, seats } = live.race.plan
  const typist = player.v1
    ? new KeyTypist(text.text, seats[seat]?.creditMs ?? 0, [], player.latency.evidence())
    : new ReportTypist(live.chars)
  player.attach(live, seat, typist)
  player.node.log.info({ race: live.id, seat, session: player.id }, 'seated')
  player.send(live.frames.matched(seat, player.v1))
  // The race may have gone on without it.
  live.catchUp(seat)
}

/** The phase of a player who holds a seat, or has just finished on it. */
export class Racing implements Racer {
  readonly at = 'racing'
  isOutcomeSent = false

  constructor(
    private readonly player: RacingPlayer,
    readonly live: LiveRace,
    readonly seat: number,
  ) {}

  get v1(): boolean {
    return this.player.v1
  }

  /** The outcome for this player is open, or it may still type the text to its end. */
  get isOpen(): boolean {
    return !this.isOutcomeSent || this.live.isHeld(this.seat)
  }

  send(frame: string): void {
    this.player.send(frame)
  }

  together(write: () => void): void {
    this.player.transport.together(write)
  }

  isBehind(): boolean {
    return this.player.isBehind()
  }

  onOutcome(): void {
    this.isOutcomeSent = true
    this.player.node.inBackground('send the board', sendBoard(this.player))
  }

  onSeatLost(reason: CloseReason): void {
    this.player.leave(this)
    this.player.close(reason)
  }

  onRaceOver(): void {
    this.player.leave(this)
  }

  keys(message: ClientMessageOf<'keys'>): Refusal | undefined {
    return this.live.input.keys(this.seat, message)
  }

  progress({ progress }: ClientMessageOf<'progress'>): Refusal | undefined {
    return this.live.input.report(this.seat, progress)
  }

  finish({ wpm }: ClientMessageOf<'finish'>): Refusal | undefined {
    return this.live.input.finish(this.seat, wpm)
  }

  /** The player leaves the race, and stays in the lobby when the race is over. */
  leaveRace(): Refusal | undefined {
    const { live, seat, player } = this
    if (!live.isHeld(seat)) return refuse('not_racing')
    live.leave(seat, 'left')
    const { node, membership } = player
    if (membership !== undefined)
      node.inBackground('give a seat up', node.cluster.races.giveUpSeat(membership.player, live.race.plan))
    return undefined
  }

  /** The player asks for another race: what the seat still holds is given up. */
  giveUp(): void {
    this.live.leave(this.seat, 'left')
    this.live.detach(this.seat)
    this.player.gaveUp = this.live.id
    this.player.leave(this)
  }

  /** The connection has ended. A v1 player keeps the seat for a while, and its name with it. */
  disconnect(): void {
    const { live, seat, player } = this
    if (player.v1) {
      live.disconnect(seat, () => player.releaseName())
      return
    }
    live.leave(seat, 'left')
    live.detach(seat)
    player.releaseName()
  }
}
