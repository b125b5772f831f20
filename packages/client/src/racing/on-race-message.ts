import type { GameOver, RaceOver, SeatChanged, SeatView, Tick } from '@ketik/protocol'
import { clusterOffset, type Link } from '../link.ts'
import { andThen, cancelTimer, type LinkStep, notify, step } from '../link-effect.ts'
import { requestRace } from '../queueing.ts'
import type { LinkRace } from './link-race.ts'
import { acknowledge } from './outbox.ts'

/** Below this a better estimate of cluster time is not worth a jump between two keys. */
const DRIFT_MS = 25

const ofRace = (link: Link, id: string): LinkRace | null => (link.race?.view.id === id ? link.race : null)

export const onTick = (link: Link, tick: Tick): LinkStep => {
  const race = ofRace(link, tick.race)
  if (race === null) return step(link)
  const told = new Map(tick.seats.map(([seat, correct, wpm]) => [seat, { correct, wpm }]))
  const seats = told.size === 0 ? race.seats : race.seats.map(seat => ticked(seat, told.get(seat.seat)))
  const outbox = tick.ack === undefined ? race.outbox : acknowledge(race.outbox, tick.ack)
  const offsetMs = clusterOffset(link)
  const drifted = Math.abs(offsetMs - race.offsetMs) > DRIFT_MS
  return step(
    { ...link, race: { ...race, seats, outbox, offsetMs: drifted ? offsetMs : race.offsetMs } },
    notify({ on: 'ticked', tick }),
  )
}

/** Ticks carry the speed since the start. A finished seat has its final speed, which stays. */
const ticked = (seat: SeatView, told: Pick<SeatView, 'correct' | 'wpm'> | undefined): SeatView =>
  seat.state === 'finished' ? { ...seat, ...told, wpm: seat.wpm } : { ...seat, ...told }

export const onSeat = (link: Link, changed: SeatChanged): LinkStep => {
  const { type: _, race: id, ...seat } = changed
  const race = ofRace(link, id)
  if (race === null) return step(link)
  const seats = race.seats.map(one => (one.seat === seat.seat ? seat : one))
  return step(
    { ...link, race: { ...race, seats } },
    notify({ on: 'seat-changed', seat: changed, before: race.seats[seat.seat] }),
  )
}

export const onGameOver = (link: Link, outcome: GameOver): LinkStep => {
  const race = ofRace(link, outcome.race)
  const known: Link = race === null ? link : { ...link, race: { ...race, outcome } }
  const told = step(known, notify({ on: 'outcome', outcome }))
  // Until now the server refused to queue the player who left this race.
  return outcome.race === link.leftRace ? andThen(told, requestRace) : told
}

export const onRaceOver = (link: Link, over: RaceOver): LinkStep => {
  const race = ofRace(link, over.race)
  if (race === null) return step(link)
  return step(
    { ...link, race: { ...race, standings: over.standings } },
    cancelTimer('batch'),
    cancelTimer('count'),
    notify({ on: 'race-over', over }),
  )
}
