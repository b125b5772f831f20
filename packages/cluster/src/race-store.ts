import {
  applyToRace,
  createRace,
  decodeKeys,
  type LoggedKey,
  type NodeId,
  type PlayerId,
  type Race,
  type RaceCommand,
  type RaceId,
  type RacePlan,
  type RaceRefusal,
} from '@ketik/race'
import { metrics } from '@ketik/runtime'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'
import type { RunScript } from './scripts.ts'

/** A race nobody touches is gone after this long; results are in PostgreSQL by then. */
const RACE_TTL_MS = 60 * 60_000
const SETTLED_TTL_MS = 60_000
/** The field of a race that is there once all of the race is stored. */
const SETTLED = 'settled'
/** More seats than this cannot meet in one version; beyond it something is wrong. */
const CONFLICTS_MAX = 64

export type Checkpoint = { readonly stored: 'yes' | 'elsewhere' | 'stale'; readonly keys: number }

export type RaceStore = {
  /** True when it was created now; false when it was there. */
  create(plan: RacePlan, nodes: readonly NodeId[]): Promise<Race>
  load(id: RaceId): Promise<Race | undefined>
  /**
   * Applies a command to the newest record: the rules are the domain's (`applyToRace`), the store only sees to it that
   * nobody else saved in between. `known` saves the first read. Undefined when there is no such race.
   * `behind` is called right after each attempt to save is sent: what it asks is answered as of after that attempt.
   */
  apply(
    id: RaceId,
    command: RaceCommand,
    known?: Race,
    behind?: () => void,
  ): Promise<Race | RaceRefusal | undefined>
  /**
   * Adds keys to a seat's log for the writer of that epoch. `from` is the number of the first key. `leastDelayMs`: the
   * smallest (arrival − claimed time) of the seat's keys so far.
   */
  checkpoint(
    id: RaceId,
    seat: number,
    epoch: number,
    from: number,
    count: number,
    encoded: string,
    leastDelayMs?: number,
  ): Promise<Checkpoint>
  /** The `leastDelayMs` of the seat's last checkpoint; undefined before the first. */
  leastDelay(id: RaceId, seat: number): Promise<number | undefined>
  keyLog(id: RaceId, seat: number): Promise<readonly LoggedKey[]>
  /** How many keys of a seat are there. */
  savedKeys(id: RaceId, seat: number): Promise<number>
  /** Puts back what Redis lost in a crash: the record as this node knew it, unless a newer one is there. */
  restore(race: Race): Promise<void>
  /** The last race a player was given a seat in; undefined when the player gave that seat up. */
  raceOf(player: PlayerId): Promise<RaceId | undefined>
  /** The player leaves this race and is not to come back to it. A later race of the player stays noted. */
  giveUpSeat(player: PlayerId, plan: RacePlan): Promise<void>
  /** Says that a node holds a seat, for the day it dies. */
  noteNode(id: RaceId, node: NodeId): Promise<void>
  forgetNode(id: RaceId, node: NodeId): Promise<void>
  /** The race has ended and all of it is stored: the record may go. */
  settled(race: Race): Promise<void>
  isSettled(id: RaceId): Promise<boolean>
}

type RaceState = Omit<Race, 'plan'>

export class RedisRaceStore implements RaceStore {
  constructor(
    private readonly redis: RedisClient,
    private readonly run: RunScript,
    private readonly names: Names,
  ) {}

  async create(plan: RacePlan, nodes: readonly NodeId[]): Promise<Race> {
    const race = createRace(plan, nodes)
    const { plan: _, ...state } = race
    const created = await this.run(
      'create-race',
      [this.names.race(plan.id)],
      [JSON.stringify(plan), race.version, JSON.stringify(state), RACE_TTL_MS, ...epochs(undefined, race)],
    )
    const standing = created === 1 ? race : ((await this.load(plan.id)) ?? race)
    await Promise.all([
      ...[...new Set(nodes)].map(node => this.noteNode(plan.id, node)),
      ...plan.seats.map(({ player }) => this.#seat(player, standing.plan)),
    ])
    return standing
  }

  async load(id: RaceId): Promise<Race | undefined> {
    const [plan, state] = await this.redis.hmget(this.names.race(id), 'plan', 'state')
    if (typeof plan !== 'string' || typeof state !== 'string') return undefined
    return { plan: JSON.parse(plan) as RacePlan, ...(JSON.parse(state) as RaceState) }
  }

  async apply(
    id: RaceId,
    command: RaceCommand,
    known?: Race,
    behind?: () => void,
  ): Promise<Race | RaceRefusal | undefined> {
    let race = known ?? (await this.load(id))
    // A refusal from a record that may be old is no answer yet.
    let fresh = known === undefined
    for (let attempt = 0; attempt < CONFLICTS_MAX; attempt++) {
      if (race === undefined) return undefined
      const next = applyToRace(race, command)
      if ('refused' in next) {
        if (fresh) return next
        race = await this.load(id)
        fresh = true
        continue
      }
      const saving = this.#save(race, next)
      behind?.()
      const answer = await saving
      if (answer === 'saved') return next
      if (answer === undefined) return undefined
      metrics.commandConflicts.inc()
      race = { plan: race.plan, ...answer }
      fresh = true
    }
    throw new Error(`race ${id}: ${CONFLICTS_MAX} conflicts for one ${command.type}`)
  }

  async checkpoint(
    id: RaceId,
    seat: number,
    epoch: number,
    from: number,
    count: number,
    encoded: string,
    leastDelayMs?: number,
  ): Promise<Checkpoint> {
    const answer = await this.run(
      'checkpoint',
      [this.names.race(id), this.names.raceKeys(id, seat)],
      [seat, epoch, from, count, encoded, RACE_TTL_MS, leastDelayMs ?? ''],
    )
    const [code, keys] = answer as readonly [number, number]
    return { stored: code === 1 ? 'yes' : code === 0 ? 'elsewhere' : 'stale', keys }
  }

  async leastDelay(id: RaceId, seat: number): Promise<number | undefined> {
    const kept = await this.redis.hget(this.names.race(id), `d${seat}`)
    return kept === null ? undefined : Number(kept)
  }

  async keyLog(id: RaceId, seat: number): Promise<readonly LoggedKey[]> {
    return decodeKeys((await this.redis.get(this.names.raceKeys(id, seat))) ?? '')
  }

  async savedKeys(id: RaceId, seat: number): Promise<number> {
    return Number((await this.redis.hget(this.names.race(id), `n${seat}`)) ?? 0)
  }

  async restore(race: Race): Promise<void> {
    const { plan, ...state } = race
    await this.run(
      'restore-race',
      [this.names.race(plan.id)],
      [JSON.stringify(plan), race.version, JSON.stringify(state), RACE_TTL_MS, ...epochs(undefined, race)],
    )
  }

  async raceOf(player: PlayerId): Promise<RaceId | undefined> {
    return (await this.redis.get(this.names.seatOf(player)))?.split(' ')[1] || undefined
  }

  async giveUpSeat(player: PlayerId, { startsAt }: RacePlan): Promise<void> {
    await this.run('seat-player', [this.names.seatOf(player)], [startsAt, '', RACE_TTL_MS])
  }

  async noteNode(id: RaceId, node: NodeId): Promise<void> {
    await this.redis.sadd(this.names.nodeRaces(node), id)
  }

  async forgetNode(id: RaceId, node: NodeId): Promise<void> {
    await this.redis.srem(this.names.nodeRaces(node), id)
  }

  async settled(race: Race): Promise<void> {
    const { id, seats } = race.plan
    await this.redis.hset(this.names.race(id), SETTLED, '1')
    await Promise.all([
      this.redis.pexpire(this.names.race(id), SETTLED_TTL_MS),
      ...seats.map(({ timed }, seat) =>
        timed === 'keys' ? this.redis.pexpire(this.names.raceKeys(id, seat), SETTLED_TTL_MS) : undefined,
      ),
    ])
  }

  async isSettled(id: RaceId): Promise<boolean> {
    return (await this.redis.hget(this.names.race(id), SETTLED)) !== null
  }

  async #seat(player: PlayerId, { id, startsAt }: RacePlan): Promise<void> {
    await this.run('seat-player', [this.names.seatOf(player)], [startsAt, id, RACE_TTL_MS])
  }

  async #save(from: Race, to: Race): Promise<'saved' | RaceState | undefined> {
    const { plan, ...state } = to
    const answer = (await this.run(
      'save-race',
      [this.names.race(plan.id)],
      [from.version, to.version, JSON.stringify(state), RACE_TTL_MS, ...epochs(from, to)],
    )) as readonly [number, string?, string?]
    if (answer[0] === 1) return 'saved'
    return answer[0] === 0 && answer[2] !== undefined ? (JSON.parse(answer[2]) as RaceState) : undefined
  }
}

/** Pairs of seat and writer epoch for the seats whose writer changed: what fences an old writer's checkpoints off. */
const epochs = (from: Race | undefined, to: Race): number[] =>
  to.seats.flatMap((seat, number) => {
    const before = from?.seats[number]
    const old = before !== undefined && 'epoch' in before ? before.epoch : undefined
    return 'epoch' in seat && seat.epoch !== old ? [number, seat.epoch] : []
  })
