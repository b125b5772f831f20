import type { GameOver, RaceView } from '@ketik/protocol'
import { humanKeys } from '../../infra/test/typist.ts'
import { openBreak, type SeatRecord } from './seat-record.ts'

/** Keeps a record of every seat that one player had. */
export class SeatBook {
  readonly seats: SeatRecord[] = []
  /** The seat that the player is in. */
  current: SeatRecord | undefined
  /** The present connection has got the race. */
  isAttached = false
  /** The node of the present connection, or of the last one. */
  node = ''

  constructor(
    private readonly player: string,
    private readonly random: () => number,
  ) {}

  find(race: string): SeatRecord | undefined {
    return this.seats.find(seat => seat.race === race)
  }

  /** A new race, with the keys that the player is going to type. */
  begin(view: RaceView): SeatRecord {
    const wpm = 90 + Math.floor(this.random() * 110)
    const keys = humanKeys(view.text.text, wpm, Math.floor(this.random() * 2 ** 31))
    const seat: SeatRecord = {
      player: this.player,
      race: view.id,
      seat: view.seat,
      keys,
      startsAt: view.startsAt,
      acked: 0,
      forgotten: 0,
      outcome: undefined,
      over: false,
      breaks: [],
    }
    this.seats.push(seat)
    this.current = seat
    this.isAttached = true
    return seat
  }

  /** A node sent the snapshot of the current race. */
  onResumed(ack: number, now: number): void {
    const seat = this.current
    if (seat === undefined) return
    this.isAttached = true
    seat.forgotten += Math.max(0, seat.acked - ack)
    this.onAck(ack)
    const gap = openBreak(seat)
    if (gap !== undefined) gap.resumedAt = now
  }

  onAck(ack: number): void {
    if (this.current !== undefined && this.isAttached) this.current.acked = Math.max(this.current.acked, ack)
  }

  /** Only a race whose end for this player is open is missed. `sent`: how many keys the player has sent. */
  onBroken(heardLastAt: number, noticedAt: number, sent: number): void {
    const seat = this.current
    const isMissed =
      seat !== undefined && this.isAttached && (seat.outcome === undefined || sent < seat.keys.length)
    this.isAttached = false
    if (!isMissed || openBreak(seat) !== undefined) return
    seat.breaks.push({ node: this.node, heardLastAt, noticedAt, resumedAt: undefined, told: undefined })
  }

  /** The player heard why it does not get its race back. */
  explain(why: string): void {
    const gap = openBreak(this.current)
    if (gap !== undefined) gap.told = why
  }

  /** Answers the seat that the outcome is about. */
  onOutcome({ race, result, reason }: GameOver): SeatRecord | undefined {
    const seat = this.find(race)
    if (seat === undefined) return undefined
    seat.outcome = reason === undefined ? result : `${result}: ${reason}`
    const gap = openBreak(seat)
    if (gap !== undefined) gap.told = seat.outcome
    return seat
  }
}
