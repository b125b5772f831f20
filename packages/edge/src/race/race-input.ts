import { type ClientMessageOf, type Refusal, refuse } from '@ketik/protocol'
import { arrivalFigures, figuresOf, NO_KEY_MS, plausibilityOf, type Race, seatFiguresOf } from '@ketik/race'
import type { KeyTypist } from './key-typist.ts'
import type { LiveSeat } from './live-seat.ts'
import type { RaceRelay } from './race-relay.ts'
import type { RaceClock } from './race-timers.ts'
import type { RaceWriter } from './race-writer.ts'

/** The race that is typed in. */
type Typed = {
  readonly race: Race
  /** Of its text, in grapheme clusters. */
  readonly chars: number
  readonly seats: readonly LiveSeat[]
  readonly relay: Pick<RaceRelay, 'onMoved'>
  readonly writer: Pick<RaceWriter, 'command'>
  /** A seat here whose player may type now. */
  typingSeat(number: number): LiveSeat | undefined
  leave(number: number, reason: 'implausible' | 'timeout'): void
}

/** What the players here type, taken or refused at once. A refusal means that nothing of the message counts. */
export class RaceInput {
  constructor(
    private readonly clock: Pick<RaceClock, 'now'>,
    private readonly typed: Typed,
  ) {}

  /** Keys of protocol v1. */
  keys(number: number, message: ClientMessageOf<'keys'>): Refusal | undefined {
    const { race, relay } = this.typed
    const seat = this.typed.typingSeat(number)
    if (message.race !== race.plan.id) return refuse('wrong_race')
    if (seat === undefined) return refuse('not_racing')
    const { typist } = seat
    if (typist.timed === 'arrival') return refuse('claims_expected')
    if (typist.complete) return refuse('not_racing')
    const now = this.clock.now()
    const refusal = typist.take(message, now - race.plan.startsAt)
    if (refusal !== undefined) return refusal
    relay.onMoved(seat, typist.correct, now)
    if (typist.complete) this.finishByKeys(seat, typist, now)
    return undefined
  }

  /** Progress in percent, of contract A. */
  report(number: number, percent: number): Refusal | undefined {
    const seat = this.typed.typingSeat(number)
    if (seat === undefined) return refuse('not_racing')
    if (seat.typist.timed === 'keys') return refuse('keys_expected')
    const now = this.clock.now()
    const refusal = seat.typist.report(percent, now - this.typed.race.plan.startsAt)
    if (refusal !== undefined) return refusal
    this.typed.relay.onMoved(seat, percent, now)
    return undefined
  }

  /** The claim to have typed the text, of contract A; timed by its arrival. */
  finish(number: number, claimedWpm: number): Refusal | undefined {
    const { race, chars, relay, writer } = this.typed
    const seat = this.typed.typingSeat(number)
    if (seat === undefined) return refuse('not_racing')
    if (seat.typist.timed === 'keys') return refuse('keys_expected')
    const now = this.clock.now()
    const arrivalMs = now - race.plan.startsAt
    if (arrivalMs < 0) return refuse('not_started')
    const figures = arrivalFigures(chars, arrivalMs)
    const largestStep = seat.typist.largestStep(arrivalMs)
    const { verdict } = plausibilityOf({ timed: 'arrival', figures, claimedWpm, largestStep })
    if (verdict === 'refused') {
      // Its outcome stands: the player may type the text to its end.
      if (seat.isOutcomeSent) return refuse('implausible')
      this.typed.leave(number, 'implausible')
      return undefined
    }
    relay.onMoved(seat, 100, now)
    const { epoch } = seat
    const review = verdict === 'review'
    writer.command(() => ({
      type: 'finish-seat',
      seat: number,
      epoch,
      finishedAt: now,
      at: now,
      figures,
      review,
    }))
    return undefined
  }

  /** The keys complete the text. `arrivedAt`: of the last key, in cluster time. */
  finishByKeys(seat: LiveSeat, typist: KeyTypist, arrivedAt: number): void {
    const { text, startsAt } = this.typed.race.plan
    const figures = figuresOf(text.text, typist.log)
    const { verdict } = plausibilityOf({ timed: 'keys', figures, keys: typist.log })
    if (verdict === 'refused') {
      this.typed.leave(seat.seat, 'implausible')
      return
    }
    if (figures.finishedMs === null) throw new Error('bug: a completed text without an end')
    const finishedAt = startsAt + figures.finishedMs
    // First the keys, then the finish: who reads of the finish finds the whole log.
    seat.log?.save()
    this.typed.writer.command(() => ({
      type: 'finish-seat',
      seat: seat.seat,
      epoch: seat.epoch,
      finishedAt,
      at: Math.max(arrivedAt, finishedAt),
      figures: seatFiguresOf(figures),
      review: verdict === 'review',
    }))
  }

  /**
   * Once a second. A v1 player who has not pressed a key for too long is out. Clients of contract A send nothing while
   * their player pauses, so only the deadline ends their race.
   */
  checkIdle(now: number): void {
    for (const { seat, racer, typist, lastKeyAt } of this.typed.seats) {
      if (racer === undefined || this.typed.race.seats[seat]?.state !== 'racing') continue
      if (typist.timed === 'arrival' || typist.complete) continue
      if (now - lastKeyAt > NO_KEY_MS) this.typed.leave(seat, 'timeout')
    }
  }
}
