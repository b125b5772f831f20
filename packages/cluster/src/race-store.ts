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

/** A race that nobody writes expires after this long. PostgreSQL has its results by then. */
const RACE_TTL_MS = 60 * 60_000
const SETTLED_TTL_MS = 60_000
/** The field of a race that says that PostgreSQL has all of it. */
const SETTLED = 'settled'
/** More writers than this cannot meet at one version of a race: beyond it, something is wrong. */
const CONFLICTS_MAX = 64

export type Checkpoint = { readonly stored: 'yes' | 'elsewhere' | 'stale'; readonly keys: number }

type RaceState = Omit<Race, 'plan'>

/** The records of races in Redis. The rules are in `applyToRace`; the store keeps what they give. */
export class RaceStore {
  constructor(
    private readonly redis: RedisClient,
    private readonly run: RunScript,
    private readonly names: Names,
  ) {}

  /** Creates the record. Resolves with the record that stands: another process may have created it before. */
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

  /**
   * Applies a command to the newest record and saves the result, or tries again where another process saved in between.
   * The rules are those of `applyToRace`. `known` saves the first read. Undefined when there is no such race.
   * The store calls `behind` right after it sends each attempt to save: Redis answers what `behind` asks as of after
   * that attempt.
   */
  async apply(
    id: RaceId,
    command: RaceCommand,
    known?: Race,
    behind?: () => void,
  ): Promise<Race | RaceRefusal | undefined> {
    let race = known ?? (await this.load(id))
    // A refusal is final only if the record was read now.
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

  /**
   * Adds keys to a seat's log for the writer of that epoch. `from` is the number of the first key. `leastDelayMs` is the
   * smallest (arrival − claimed time) of the seat's keys so far.
   */
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

  /** The `leastDelayMs` of the seat's last checkpoint; undefined before the first. */
  async leastDelay(id: RaceId, seat: number): Promise<number | undefined> {
    const kept = await this.redis.hget(this.names.race(id), `d${seat}`)
    return kept === null ? undefined : Number(kept)
  }

  async keyLog(id: RaceId, seat: number): Promise<readonly LoggedKey[]> {
    return decodeKeys((await this.redis.get(this.names.raceKeys(id, seat))) ?? '')
  }

  /** The number of keys in a seat's log. */
  async savedKeys(id: RaceId, seat: number): Promise<number> {
    return Number((await this.redis.hget(this.names.race(id), `n${seat}`)) ?? 0)
  }

  /** Puts back a record that Redis lost in a crash, unless a newer one is there. */
  async restore(race: Race): Promise<void> {
    const { plan, ...state } = race
    await this.run(
      'restore-race',
      [this.names.race(plan.id)],
      [JSON.stringify(plan), race.version, JSON.stringify(state), RACE_TTL_MS, ...epochs(undefined, race)],
    )
  }

  /** The last race in which a player got a seat; undefined when the player gave that seat up. */
  async raceOf(player: PlayerId): Promise<RaceId | undefined> {
    return (await this.redis.get(this.names.seatOf(player)))?.split(' ')[1] || undefined
  }

  /** The player leaves this race for good. A later race of the player stays noted. */
  async giveUpSeat(player: PlayerId, { startsAt }: RacePlan): Promise<void> {
    await this.run('seat-player', [this.names.seatOf(player)], [startsAt, '', RACE_TTL_MS])
  }

  /** Notes that a node holds a seat, so that a matchmaker finds the race when the node dies. */
  async noteNode(id: RaceId, node: NodeId): Promise<void> {
    await this.redis.sadd(this.names.nodeRaces(node), id)
  }

  async forgetNode(id: RaceId, node: NodeId): Promise<void> {
    await this.redis.srem(this.names.nodeRaces(node), id)
  }

  /** Lets the record expire: the race has ended, and PostgreSQL has all of it. */
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

/** Pairs of seat and epoch for the seats whose writer changed. With them Redis refuses an old writer's checkpoints. */
const epochs = (from: Race | undefined, to: Race): number[] =>
  to.seats.flatMap((seat, number) => {
    const before = from?.seats[number]
    const old = before !== undefined && 'epoch' in before ? before.epoch : undefined
    return 'epoch' in seat && seat.epoch !== old ? [number, seat.epoch] : []
  })
