import { BOARD_WINDOWS } from '@ketik/protocol'
import { type LoggedKey, PRINTS_IN_COMMON_MIN, rhythmPrints } from '@ketik/race'
import { boardBucket } from './board-bucket.ts'
import { BadSettlement } from './scores-fault.ts'
import type { SettledSeat, Settlement } from './settlement.ts'

/**
 * Settlements as the SQL function `settle_races` takes them: JSON, flat, each race once, as far as any of its
 * settlements knows it.
 *
 * @throws BadSettlement for what PostgreSQL could never store: a NUL or half a surrogate pair in a name or an id, an
 * instant or a figure that is not a finite number. Keys are evidence, not names: there such a character becomes U+FFFD.
 */
export function settlementPayload(settlements: readonly Settlement[]): string {
  const byRace = new Map<string, Settlement>()
  for (const settlement of settlements) {
    const known = byRace.get(settlement.raceId)
    if (known === undefined || isLater(settlement, known)) byRace.set(settlement.raceId, settlement)
  }
  const rhythms = new Rhythms()
  return JSON.stringify([...byRace.values()].map(settlement => racePayload(settlement, rhythms)))
}

/** Of two settlements of one race, the one with the newer record: a finish or an end is never taken back. */
const isLater = (one: Settlement, other: Settlement): boolean =>
  other.endedAt === null && (one.endedAt !== null || one.seats.length > other.seats.length)

/** The rhythms of one payload: the first log that has each print. */
class Rhythms {
  readonly #firsts = new Map<number, number>()
  #logs = 0

  /** The prints of a log, and whether it is a copy of one before it. */
  note(keys: readonly LoggedKey[]): { readonly prints: readonly number[]; readonly copied: boolean } {
    const log = this.#logs++
    const prints = rhythmPrints(keys)
    const inCommon = new Map<number, number>()
    for (const print of prints) {
      const first = this.#firsts.get(print)
      if (first === undefined) this.#firsts.set(print, log)
      else inCommon.set(first, (inCommon.get(first) ?? 0) + 1)
    }
    return { prints, copied: Math.max(0, ...inCommon.values()) >= PRINTS_IN_COMMON_MIN }
  }
}

function racePayload(settlement: Settlement, rhythms: Rhythms) {
  const { raceId, text, startsAt, endedAt, cancelled, isPrivate, isRated, seats } = settlement
  const payload = {
    raceId,
    textId: text.id,
    lang: text.lang,
    chars: text.chars,
    text: text.text ?? null,
    source: text.source ?? null,
    licence: text.licence ?? null,
    startsAt: instant(startsAt, settlement),
    endedAt: endedAt === null ? null : instant(endedAt, settlement),
    cancelled,
    isPrivate,
    isRated,
    seats: cancelled ? [] : seats.map(seat => seatPayload(seat, settlement, rhythms)),
  }
  assertStorable(payload, raceId)
  return payload
}

function seatPayload(settled: SettledSeat, settlement: Settlement, rhythms: Rhythms) {
  const { seat, player, username, foldedName, outcome, timed, keys } = settled
  const finished = outcome.state === 'finished' ? outcome : undefined
  const at =
    finished === undefined ? endOf(settlement) : settlement.startsAt + Math.round(finished.finishedMs)
  return {
    review: false,
    ...outcome,
    seat,
    name: username,
    foldedName,
    typedBy: player,
    at: instant(at, settlement),
    timed,
    ranksUnfinished: ranksUnfinished(settled),
    won: settled.walkover === true || finished?.place === 1,
    buckets: finished?.review === false ? BOARD_WINDOWS.map(window => boardBucket(window, at)) : [],
    keys: keys === null ? null : keys.map(storableKey),
    ...rhythms.note(keys ?? []),
  }
}

/** A player who typed and did not finish is rated too: leaving must not save a rating. A lost connection may return. */
const ranksUnfinished = ({ outcome, timed, keys }: SettledSeat): boolean =>
  outcome.state === 'left' &&
  outcome.reason !== 'implausible' &&
  outcome.inGrace !== true &&
  timed === 'keys' &&
  keys !== null &&
  keys.length > 0

function endOf({ raceId, endedAt }: Settlement): number {
  if (endedAt !== null) return endedAt
  throw new BadSettlement(
    `race ${JSON.stringify(raceId)} runs: a seat that has not finished is not stored yet`,
  )
}

/** Years of other than four digits would sort wrongly as buckets, and can only come from a wrong unit. */
function instant(at: number, { raceId }: Settlement): string {
  const date = new Date(at)
  const year = date.getUTCFullYear() // NaN for what is no instant
  if (year >= 1970 && year <= 9999) return date.toISOString()
  throw new BadSettlement(`race ${JSON.stringify(raceId)}: ${at} is no instant in epoch ms`)
}

const UNSTORABLE = /[\0\p{Cs}]/u

function storableKey(key: LoggedKey): LoggedKey {
  if (!UNSTORABLE.test(key[1])) return key
  const typed = key[1].replace(/[\0\p{Cs}]/gu, '\ufffd')
  const [claimedMs, , datedMs, upMs] = key
  if (datedMs === undefined) return [claimedMs, typed]
  return upMs === undefined ? [claimedMs, typed, datedMs] : [claimedMs, typed, datedMs, upMs]
}

/** Walks the payload, as JSON would write NaN as null and PostgreSQL would name no field for a NUL. */
function assertStorable(value: unknown, raceId: string, field = ''): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw unstorable(raceId, field, String(value))
  if (typeof value === 'string' && UNSTORABLE.test(value))
    throw unstorable(raceId, field, JSON.stringify(value))
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) assertStorable(inner, raceId, `${field}.${name}`)
}

function unstorable(raceId: string, field: string, value: string): BadSettlement {
  return new BadSettlement(`race ${JSON.stringify(raceId)}: ${field.slice(1)} cannot be stored: ${value}`)
}
