import type { Ticket } from '@ketik/cluster'
import { SEATS_MIN } from '@ketik/race'
import type { Group, PairingSettings } from './group.ts'

export type Pairing = { readonly groups: readonly Group[]; readonly leftOver: readonly Ticket[] }

/** A seat in a group, or a ticket that is left over. */
type Spot = { readonly tickets: Ticket[]; readonly group: Group | undefined; readonly index: number }

/**
 * Exchanges tickets until no exchange leaves fewer seats of one address in one race. A ticket that is left over is
 * exchanged too: of two seats of one address, one waits rather than a person whom the other could race. How many race
 * and how many wait does not change. Each exchange leaves fewer such seats, so this ends.
 */
export const keepApart = (pairing: Pairing, settings: PairingSettings): Pairing => {
  const groups = pairing.groups.map(group => ({ ...group, tickets: [...group.tickets] }))
  const leftOver = [...pairing.leftOver]
  const spots: readonly Spot[] = [
    ...groups.flatMap(group => group.tickets.map((_, index) => ({ tickets: group.tickets, group, index }))),
    ...leftOver.map((_, index) => ({ tickets: leftOver, group: undefined, index })),
  ]
  if (areOfOneAddress(spots.map(ticketAt))) return pairing
  // The youngest goes first: who asked first races.
  const inAge = spots
    .filter(({ group }) => group !== undefined)
    .sort((a, b) => ticketAt(b).since - ticketAt(a).since)
  while (inAge.filter(spot => exchange(spot, spots, settings)).length > 0) {}
  return { groups, leftOver }
}

/** Exchanges the ticket with the best other one, if any is better there; of equally good ones, with one of its own node. */
const exchange = (spot: Spot, spots: readonly Spot[], settings: PairingSettings): boolean => {
  const own = ticketAt(spot)
  if (equalsOf(own, spot) === 0) return false
  let best: Spot | undefined
  let most = 0
  for (const other of spots) {
    const taken = ticketAt(other)
    if (other.tickets === spot.tickets || isOfOneAddress(own, taken)) continue
    const saved = savedBy(spot, other)
    const score = saved + (taken.node === own.node ? 0.5 : 0)
    if (saved <= 0 || score <= most || !mayExchange(spot, other, settings)) continue
    best = other
    most = score
  }
  if (best === undefined) return false
  spot.tickets[spot.index] = ticketAt(best)
  best.tickets[best.index] = own
  return true
}

const ticketAt = ({ tickets, index }: Spot): Ticket => {
  const ticket = tickets[index]
  if (ticket === undefined) throw new Error('bug: a seat without a ticket')
  return ticket
}

/** By how many fewer seats would share a race with a seat of their address. */
const savedBy = (spot: Spot, other: Spot): number => {
  const [own, taken] = [ticketAt(spot), ticketAt(other)]
  return equalsOf(own, spot) + equalsOf(taken, other) - equalsOf(taken, spot) - equalsOf(own, other)
}

/** How many of the race would be of the ticket's address, were it at this spot. Nobody meets anyone among the left over. */
const equalsOf = (ticket: Ticket, { group, index }: Spot): number =>
  group === undefined
    ? 0
    : group.tickets.reduce((sum, other, i) => sum + Number(i !== index && isOfOneAddress(ticket, other)), 0)

const mayExchange = (spot: Spot, other: Spot, settings: PairingSettings): boolean =>
  mayRaceIn(ticketAt(spot), other.group, settings) && mayRaceIn(ticketAt(other), spot.group, settings)

const mayRaceIn = (ticket: Ticket, group: Group | undefined, { seatsMax }: PairingSettings): boolean =>
  group === undefined ||
  ((ticket.lang === undefined || ticket.lang === group.lang) &&
    group.tickets.length <= Math.max(SEATS_MIN, Math.min(ticket.seats ?? seatsMax, seatsMax)))

/** Tickets without a network are of nobody's address. */
export const isOfOneAddress = (one: Ticket, other: Ticket): boolean =>
  one.network !== undefined && one.network === other.network

const areOfOneAddress = ([first, ...others]: readonly Ticket[]): boolean =>
  first !== undefined && others.every(other => isOfOneAddress(first, other))
