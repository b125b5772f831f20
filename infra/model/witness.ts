import type { MemoryCluster } from '@ketik/cluster/memory'
import { isActive, type Race, type RaceId, type RacePlan } from '@ketik/race'
import { placeFault, seatFault } from './check-race.ts'
import type { MemoryScores } from './memory-scores.ts'
import { TicketWitness } from './ticket-witness.ts'
import type { World } from './world.ts'

/** Looks at the shared state after every step that changed it, and holds it against the rules. */
export class Witness {
  /** The newest record of every race there ever was, by its key. */
  readonly races = new Map<string, Race>()
  readonly #keys = new Map<string, string>()
  readonly #tickets: TicketWitness

  constructor(
    private readonly memory: MemoryCluster,
    private readonly scores: MemoryScores,
    private readonly world: World,
  ) {
    this.#tickets = new TicketWitness(memory, world)
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

  /** Whether a seat is there to be taken, or held by a node already. */
  isHeldBy(id: RaceId, seat: number, node: string | undefined): boolean {
    const state = this.races.get(this.memory.names.race(id))?.seats[seat]
    return state !== undefined && isActive(state) && (state.state === 'away' || state.node === node)
  }

  #onRace(by: string, key: string): void {
    const before = this.races.get(key)
    const next = this.#read(key, before?.plan)
    if (next === undefined) return
    // Once it is stored a record may expire, and come back from a node that has not heard of that.
    const isStored = this.scores.settlements.has(next.plan.id)
    if (before !== undefined && next.version < before.version && isStored) return
    this.races.set(key, next)
    if (before === undefined || before.version === next.version) return
    if (next.version !== before.version + 1)
      this.world.fail('MODEL-1', `${key} went from version ${before.version} to ${next.version}`)
    for (const [number, seat] of next.seats.entries()) {
      const old = before.seats[number]
      const fault = old && seatFault(old, seat, by)
      if (fault !== undefined) this.world.fail(fault.rule, `${key} seat ${number}: ${fault.what}`)
    }
    const fault = placeFault(before, next)
    if (fault !== undefined) this.world.fail('MODEL-3', `${key}: ${fault}`)
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
      const isStored = race !== undefined && this.scores.settlements.has(race.plan.id)
      if (!log.startsWith(before) && !isStored) this.world.fail('MODEL-1', `${logKey} lost keys`)
      if (isActive(seat) && seat.node !== by)
        this.world.fail('MODEL-1', `${by} wrote keys of ${key} seat ${number}, which ${seat.node} holds`)
    }
  }

  /** The plan of a race never changes. */
  #read(key: string, known: RacePlan | undefined): Race | undefined {
    const [plan, state] = this.memory.server.hmget(key, 'plan', 'state')
    if (typeof plan !== 'string' || typeof state !== 'string') return undefined
    return { ...(JSON.parse(state) as Omit<Race, 'plan'>), plan: known ?? (JSON.parse(plan) as RacePlan) }
  }
}
