import type { Ticket } from '@ketik/cluster'
import { LANGS, type Lang, SEATS_MIN } from '@ketik/race'
import type { Group, PairingSettings } from './group.ts'
import { isOfOneAddress, keepApart, type Pairing } from './keep-apart.ts'

/**
 * Who races whom, of those who wait (longest first). Rooms start once as many are there as they ask for. In public
 * nobody waits while someone else does who could race: of a language's tickets only the youngest may be left over.
 * Among those who race now, players of one node are put together, since that saves the way through Redis. Two seats of
 * one address race each other only when nobody else is there whom they could race.
 */
export const pairTickets = (tickets: readonly Ticket[], settings: PairingSettings): readonly Group[] => [
  ...rooms(
    tickets.filter(({ room }) => room !== undefined),
    settings.lang,
  ),
  ...inPublic(
    tickets.filter(({ room }) => room === undefined),
    settings,
  ),
]

const inPublic = (tickets: readonly Ticket[], settings: PairingSettings): readonly Group[] => {
  const groups = publicGroups(tickets, settings)
  const racing = new Set(groups.flatMap(group => group.tickets))
  let pairing: Pairing = { groups, leftOver: tickets.filter(ticket => !racing.has(ticket)) }
  for (;;) {
    const apart = keepApart(pairing, settings)
    pairing = withOneMoreDuel(apart, settings)
    if (pairing === apart) return apart.groups
  }
}

/** Those who are left over in different groups of the queue may race each other. The same pairing when no two may. */
const withOneMoreDuel = (pairing: Pairing, { lang }: PairingSettings): Pairing => {
  const { groups, leftOver } = pairing
  for (const one of leftOver) {
    const others = leftOver.filter(
      other => other !== one && (one.lang ?? other.lang ?? lang) === (other.lang ?? one.lang ?? lang),
    )
    const other = others.find(candidate => !isOfOneAddress(one, candidate)) ?? others[0]
    if (other === undefined) continue
    const tickets = [one, other]
    return {
      groups: [...groups, { lang: langOf(tickets, lang), tickets }],
      leftOver: leftOver.filter(ticket => !tickets.includes(ticket)),
    }
  }
  return pairing
}

const rooms = (tickets: readonly Ticket[], lang: Lang): readonly Group[] =>
  [...groupBy(tickets, ({ room }) => room ?? '').values()].flatMap(inRoom => {
    const seats = inRoom[0]?.seats ?? SEATS_MIN
    const chosen = inRoom.slice(0, seats)
    return chosen.length === seats ? [{ lang: langOf(chosen, lang), tickets: chosen }] : []
  })

const publicGroups = (tickets: readonly Ticket[], { seatsMax, lang }: PairingSettings): readonly Group[] =>
  [...byLang(tickets, lang)].flatMap(([spoken, waiting]) => {
    const duels = waiting.filter(({ seats = seatsMax }) => Math.min(seats, seatsMax) <= SEATS_MIN)
    const packs = waiting.filter(ticket => !duels.includes(ticket))
    // One who is left over in either is better off with the other one.
    const together = duels.length % 2 === 1 && packs.length === 1 ? [...duels, ...packs] : undefined
    const groups =
      together === undefined
        ? [...split(duels, SEATS_MIN), ...split(packs, seatsMax)]
        : split(together, SEATS_MIN)
    return groups.map(group => ({ lang: spoken, tickets: group }))
  })

/** Those who asked for no language go where someone is left over, and otherwise to the host's own. */
const byLang = (tickets: readonly Ticket[], byDefault: Lang): ReadonlyMap<Lang, readonly Ticket[]> => {
  const spoken = new Map<Lang, Ticket[]>(
    LANGS.map(lang => [lang, tickets.filter(ticket => ticket.lang === lang)]),
  )
  for (const ticket of tickets) {
    if (ticket.lang !== undefined) continue
    const lonely = LANGS.find(lang => (spoken.get(lang)?.length ?? 0) % 2 === 1)
    spoken.get(lonely ?? byDefault)?.push(ticket)
  }
  for (const waiting of spoken.values()) waiting.sort((a, b) => a.since - b.since)
  return spoken
}

/**
 * As few groups of at most `most` as it takes, as even as can be, none smaller than two; the youngest odd one waits. There
 * are more groups where one address has more seats than that.
 */
const split = (waiting: readonly Ticket[], most: number): readonly (readonly Ticket[])[] => {
  const crowd = largestCrowd(waiting)
  if (most > SEATS_MIN && crowd.length < waiting.length && 2 * crowd.length > waiting.length) {
    const others = waiting.filter(ticket => !crowd.includes(ticket))
    const duels = [...crowd.slice(0, others.length), ...others].sort((a, b) => a.since - b.since)
    return [...splitInto(duels, others.length), ...split(crowd.slice(others.length), most)]
  }
  const racing = most === SEATS_MIN ? waiting.slice(0, waiting.length - (waiting.length % 2)) : waiting
  if (racing.length < SEATS_MIN) return []
  const isOneCrowd = crowd.length === waiting.length
  const groups = Math.ceil(racing.length / most)
  return splitInto(racing, isOneCrowd || most === SEATS_MIN ? groups : Math.max(groups, crowd.length))
}

const splitInto = (racing: readonly Ticket[], groups: number): readonly (readonly Ticket[])[] => {
  const ordered = [...groupBy(racing, ({ node }) => node).values()].flat()
  return Array.from({ length: groups }, (_, group) =>
    ordered.slice(
      Math.floor((group * ordered.length) / groups),
      Math.floor(((group + 1) * ordered.length) / groups),
    ),
  )
}

/** The tickets of the address that most of these tickets come from. */
const largestCrowd = (waiting: readonly Ticket[]): readonly Ticket[] =>
  [...groupBy(waiting, ({ player, network }) => network ?? `player ${player}`).values()].reduce(
    (largest, crowd) => (crowd.length > largest.length ? crowd : largest),
    [],
  )

const langOf = (tickets: readonly Ticket[], byDefault: Lang): Lang =>
  tickets.find(({ lang }) => lang !== undefined)?.lang ?? byDefault

const groupBy = (
  tickets: readonly Ticket[],
  keyOf: (ticket: Ticket) => string,
): ReadonlyMap<string, Ticket[]> => {
  const groups = new Map<string, Ticket[]>()
  for (const ticket of tickets) {
    const key = keyOf(ticket)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [ticket])
    else group.push(ticket)
  }
  return groups
}
