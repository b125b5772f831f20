import type { MemoryCluster } from '@ketik/cluster/memory'
import { isActive, type Race, type RaceId, type RacePlan } from '@ketik/race'
import type { SettledSeat, Settlement } from '@ketik/scores'
import { placeFault, seatFault, type Violation } from './check-race.ts'
import { TicketWitness } from './ticket-witness.ts'
import type { World } from './world.ts'

/** Looks at the shared state after every step that changed it, and holds it against the rules. */
export class Witness {
  readonly violations: Violation[] = []
  /** The newest record of every race there ever was, by its key. */
  readonly races = new Map<string, Race>()
  /** The races that have ended, as they were stored. */
  readonly settlements = new Map<RaceId, Settlement>()
  /** Each finish as it was stored first, without its place. */
  readonly #finishes = new Map<string, string>()
  readonly #keys = new Map<string, string>()
  readonly #tickets: TicketWitness

  constructor(
    private readonly memory: MemoryCluster,
    private readonly world: World,
  ) {
    this.#tickets = new TicketWitness(memory, what => this.fail('MODEL-4', what))
  }

  fail(rule: string, what: string): void {
    this.world.note(`BROKEN ${rule}: ${what}`)
    this.violations.push({ rule, what })
  }

  race(id: RaceId): Race | undefined {
    return this.races.get(this.memory.names.race(id))
  }

  /** `by`: the process that sent the command. */
  onCommand(by: string, what: string): void {
    const [command, key = ''] = what.split(' ')
    switch (command) {
      case 'create-race':
      case 'save-race':
      case 'restore-race':
        this.#onRace(by, key)
        break
      case 'checkpoint':
        this.#onKeys(by, key)
        break
      case 'join-queue':
      case 'leave-queue':
      case 'place-tickets':
        this.#tickets.look()
        break
    }
  }

  onSettle(settlement: Settlement, isNew: boolean): void {
    const { raceId, endedAt, seats } = settlement
    for (const seat of seats) this.#onFinish(`${raceId}:${seat.seat}`, seat)
    if (endedAt === null) return
    const before = this.settlements.get(raceId)
    if (isNew && before !== undefined) this.fail('MODEL-5', `${raceId} was settled twice`)
    if (before === undefined) this.settlements.set(raceId, settlement)
    else if (outcomesOf(before) !== outcomesOf(settlement))
      this.fail('MODEL-5', `${raceId} was settled, and then again with another outcome`)
  }

  /** A finish that was stored stays what it was, and the race that ends later has it. */
  #onFinish(key: string, { outcome, username }: SettledSeat): void {
    const { place: _, ...finish } = { place: undefined, ...outcome }
    const now = JSON.stringify({ username, ...finish })
    const before = this.#finishes.get(key) ?? now
    if (before !== now) this.fail('MODEL-5', `${key} was stored as ${before}, and then again as ${now}`)
    if (outcome.state === 'finished') this.#finishes.set(key, before)
  }

  /** Whether a seat is there to be taken, or held by a node already. */
  isHeldBy(id: RaceId, seat: number, node: string | undefined): boolean {
    const state = this.race(id)?.seats[seat]
    return state !== undefined && isActive(state) && (state.state === 'away' || state.node === node)
  }

  #onRace(by: string, key: string): void {
    const before = this.races.get(key)
    const next = this.#read(key, before?.plan)
    if (next === undefined) return
    // Once it is stored a record may expire, and come back from a node that has not heard of that.
    const isStored = this.settlements.has(next.plan.id)
    if (before !== undefined && next.version < before.version && isStored) return
    this.races.set(key, next)
    if (before === undefined || before.version === next.version) return
    if (next.version !== before.version + 1)
      this.fail('MODEL-1', `${key} went from version ${before.version} to ${next.version}`)
    for (const [number, seat] of next.seats.entries()) {
      const old = before.seats[number]
      const fault = old && seatFault(old, seat, by)
      if (fault !== undefined) this.fail(fault.rule, `${key} seat ${number}: ${fault.what}`)
    }
    const fault = placeFault(before, next)
    if (fault !== undefined) this.fail('MODEL-3', `${key}: ${fault}`)
  }

  /** Whoever appends keys is the node that holds the seat. */
  #onKeys(by: string, key: string): void {
    const race = this.races.get(key)
    for (const [number, seat] of race?.seats.entries() ?? []) {
      const logKey = `${key}:keys:${number}`
      const log = this.memory.server.get(logKey) ?? ''
      const before = this.#keys.get(logKey) ?? ''
      if (log === before) continue
      this.#keys.set(logKey, log)
      const isStored = race !== undefined && this.settlements.has(race.plan.id)
      if (!log.startsWith(before) && !isStored) this.fail('MODEL-1', `${logKey} lost keys`)
      if (isActive(seat) && seat.node !== by)
        this.fail('MODEL-1', `${by} wrote keys of ${key} seat ${number}, which ${seat.node} holds`)
    }
  }

  /** The plan of a race never changes. */
  #read(key: string, known: RacePlan | undefined): Race | undefined {
    const [plan, state] = this.memory.server.hmget(key, 'plan', 'state')
    if (typeof plan !== 'string' || typeof state !== 'string') return undefined
    return { ...(JSON.parse(state) as Omit<Race, 'plan'>), plan: known ?? (JSON.parse(plan) as RacePlan) }
  }
}

/** All but the keys: they may have expired before the record did, once the race is stored. */
const outcomesOf = ({ seats, ...rest }: Settlement): string =>
  JSON.stringify({ ...rest, seats: seats.map(({ keys: _, ...seat }) => seat) })
