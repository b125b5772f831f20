import type { MemoryCluster } from '@ketik/cluster/memory'
import { isActive, outcomeOf, type Race, type RacePlan } from '@ketik/race'
import type { SettledSeat, Settlement } from '@ketik/scores'
import { placeFault, seatFault } from './check-race.ts'
import type { Actor } from './event-heap.ts'
import type { Frame } from './frame.ts'
import { TicketWitness } from './ticket-witness.ts'
import type { World } from './world.ts'

export type Violation = { readonly rule: string; readonly what: string }

/** Looks at the shared state after every step that changed it, and holds it against the rules. */
export class Witness {
  readonly violations: Violation[] = []
  /** The newest record of every race there ever was, by its key. */
  readonly races = new Map<string, Race>()
  /** The races that have ended, as they were stored. */
  readonly settlements = new Map<string, Settlement>()
  /** Each finish as it was stored first, without its place. */
  readonly #finishes = new Map<string, string>()
  readonly #keys = new Map<string, string>()
  readonly #told = new Map<string, Frame>()
  readonly #tickets: TicketWitness

  constructor(
    private readonly memory: MemoryCluster,
    private readonly world: World,
  ) {
    this.#tickets = new TicketWitness(memory, (rule, what) => this.fail(rule, what))
  }

  fail(rule: string, what: string): void {
    this.world.note(`BROKEN ${rule}: ${what}`)
    this.violations.push({ rule, what })
  }

  onCommand(by: Actor, what: string): void {
    const [command, key = ''] = what.split(' ')
    if (command === 'save-race' || command === 'create-race' || command === 'restore-race')
      this.#onRace(by, key)
    else if (command === 'checkpoint') this.#onKeys(by, key)
    else if (command === 'join-queue' || command === 'leave-queue' || command === 'place-tickets') {
      this.#tickets.look()
    }
  }

  /** What a racer was told of its own end. */
  onTold(race: string, seat: number, frame: Frame): void {
    const before = this.#told.get(`${race}:${seat}`)
    if (
      before !== undefined &&
      (before['result'] !== frame['result'] || before['place'] !== frame['place'])
    ) {
      this.fail(
        'MODEL-3',
        `${race} seat ${seat} was told ${JSON.stringify(before)}, then ${JSON.stringify(frame)}`,
      )
    }
    this.#told.set(`${race}:${seat}`, frame)
  }

  /** The same of a racer who knows its seat by its name alone. */
  onToldByName(race: string, username: string, frame: Frame): void {
    const { seats = [] } = this.races.get(this.memory.names.race(race))?.plan ?? {}
    const seat = seats.findIndex(one => one.username === username)
    if (seat >= 0) this.onTold(race, seat, frame)
  }

  /** Every racer was told what the last record says, whichever node told it. */
  checkTold(): void {
    for (const [key, frame] of this.#told) {
      const [id = '', seat] = key.split(':')
      const race = this.races.get(this.memory.names.race(id))
      if (race === undefined || frame['result'] === 'cancelled') continue
      const result = outcomeOf(race, Number(seat))?.result
      if (result !== frame['result'])
        this.fail('MODEL-3', `${key} was told ${JSON.stringify(frame)}, and the record says ${result}`)
    }
  }

  onSettle(settlement: Settlement, isNew: boolean): void {
    const { raceId } = settlement
    this.#onFinishes(settlement)
    if (settlement.endedAt === null) return
    const before = this.settlements.get(raceId)
    if (isNew && before !== undefined) this.fail('MODEL-5', `${raceId} was settled twice`)
    if (before === undefined) this.settlements.set(raceId, settlement)
    else if (outcomesOf(before) !== outcomesOf(settlement))
      this.fail('MODEL-5', `${raceId} was settled, and then again with another outcome`)
  }

  /** A finish that was stored stays what it was, and the race that ends later has it. */
  #onFinishes({ raceId, seats }: Settlement): void {
    for (const seat of seats) {
      const key = `${raceId}:${seat.seat}`
      const before = this.#finishes.get(key)
      const now = finishOf(seat)
      if (before !== undefined && before !== now)
        this.fail('MODEL-5', `${key} was stored as ${before}, and then again as ${now}`)
      if (seat.outcome.state === 'finished') this.#finishes.set(key, before ?? now)
    }
  }

  /** Whether a seat is there to be taken, or held by a node already. */
  isHeldBy(id: string, seat: number, node: string): boolean {
    const race = this.races.get(this.memory.names.race(id))
    const state = race?.seats[seat]
    return state !== undefined && isActive(state) && (state.state === 'away' || state.node === node)
  }

  #onRace(by: Actor, key: string): void {
    const next = this.#read(key)
    if (next === undefined) return
    const before = this.races.get(key)
    // Once it is stored a record may expire, and come back from a node that has not heard of that.
    const isStored = this.settlements.has(next.plan.id)
    if (before !== undefined && next.version < before.version && isStored) return
    this.races.set(key, next)
    if (before === undefined || before.version === next.version) return
    if (next.version !== before.version + 1)
      this.fail('MODEL-1', `${key} went from version ${before.version} to ${next.version}`)
    for (const [number, seat] of next.seats.entries()) {
      const old = before.seats[number]
      const fault = old === undefined ? undefined : seatFault(old, seat, by.name)
      if (fault !== undefined) this.fail(fault.rule, `${key} seat ${number}: ${fault.what}`)
    }
    const fault = placeFault(before, next)
    if (fault !== undefined) this.fail('MODEL-3', `${key}: ${fault}`)
  }

  /** Whoever appends keys is the node that holds the seat. */
  #onKeys(by: Actor, key: string): void {
    const race = this.races.get(key)
    const isStored = race !== undefined && this.settlements.has(race.plan.id)
    for (const [number, seat] of race?.seats.entries() ?? []) {
      const logKey = `${key}:keys:${number}`
      const log = this.memory.server.get(logKey) ?? ''
      const before = this.#keys.get(logKey) ?? ''
      if (log === before) continue
      this.#keys.set(logKey, log)
      if (!log.startsWith(before) && !isStored) this.fail('MODEL-1', `${logKey} lost keys`)
      if (isActive(seat) && seat.node !== by.name) {
        this.fail('MODEL-1', `${by.name} wrote keys of ${key} seat ${number}, which ${seat.node} holds`)
      }
    }
  }

  #read(key: string): Race | undefined {
    const [plan, state] = this.memory.server.hmget(key, 'plan', 'state')
    if (typeof plan !== 'string' || typeof state !== 'string') return undefined
    const known = this.races.get(key)?.plan
    return { plan: known ?? (JSON.parse(plan) as RacePlan), ...(JSON.parse(state) as Omit<Race, 'plan'>) }
  }
}

const finishOf = ({ outcome, username }: SettledSeat): string => {
  if (outcome.state !== 'finished') return outcome.state
  const { place: _, ...figures } = outcome
  return JSON.stringify({ username, ...figures })
}

/** All but the keys: they may have expired before the record did, once the race is stored. */
const outcomesOf = ({ seats, ...rest }: Settlement): string =>
  JSON.stringify({ ...rest, seats: seats.map(({ keys: _, ...seat }) => seat) })
