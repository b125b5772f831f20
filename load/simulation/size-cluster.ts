import { expectedPublishes } from './simulate-relay.ts'

/**
 * What things cost, in µs of CPU: the middle of three runs of `npm run load -- cost` (docs/capacity.md names the
 * machine). `gateway` sums over the gateways concerned.
 */
const UNIT_COSTS = {
  /** A progress update between two nodes: taken, checked, relayed, shown, and its share of checkpoints. */
  update: { gateway: 75 },
  /** From the queue to the rotation of ratings. Of Redis 1,000 are the queue's and the jobs', on keys of one slot. */
  race: { gateway: 2_600, matchmaker: 4_700, redis: 1_100, redisOneSlot: 1_000, postgres: 1_800 },
  login: { gateway: 540, redis: 60 },
  /** A seat that types, each second: its keys are checkpointed once. */
  seatSecond: { redis: 20 },
  /** One PUBLISH that reaches one node, and what each further node adds. */
  publish: { redis: 5, each: 1 },
  /** Each node each second: its timers, and telling of joins and leaves as much as it ever does (2 × 2,000 frames). */
  nodeSecond: { gateway: 41_000 },
} as const

/** What one race makes PostgreSQL keep and log. */
const RACE_WRITES = { rows: 17, walKiB: 8.5 } as const

/** How people play, for planning: a text of 210 characters at 60 wpm, five races a visit, a pause between them. */
export const HABITS = {
  updatesPerSecond: 4,
  raceSeconds: 45,
  loginEverySeconds: 300,
} as const

/** The share of a core that a process is planned to use: the rest is for bursts, and for a neighbour that died. */
export const PLANNED_SHARE = 0.5

const SECOND_US = 1_000_000

export type ClusterSize = ReturnType<typeof sizeCluster>

/** What so many racers, all in a race at once, need of one cluster whose nodes all race each other. */
export const sizeCluster = (racers: number) => {
  const { updatesPerSecond, raceSeconds, loginEverySeconds } = HABITS
  const { update, race, login, seatSecond, publish, nodeSecond } = UNIT_COSTS
  const racesPerSecond = racers / 2 / raceSeconds
  const loginsPerSecond = racers / loginEverySeconds
  const gatewayUs =
    racers * updatesPerSecond * update.gateway +
    racesPerSecond * race.gateway +
    loginsPerSecond * login.gateway
  const gateways = Math.ceil(gatewayUs / (PLANNED_SHARE * SECOND_US - nodeSecond.gateway))
  const publishesPerSecond = gateways === 1 ? 0 : expectedPublishes(gateways, racers / 2, updatesPerSecond)
  // Each player that joins the queue and each race that takes two out of it tells the count; a visit is a join and a leave.
  const broadcastsPerSecond = (3 * racesPerSecond + 2 * loginsPerSecond) * gateways
  const oneSlotUs =
    racesPerSecond * race.redisOneSlot + loginsPerSecond * login.redis + broadcastsPerSecond * publish.each
  const redisUs =
    racers * seatSecond.redis +
    publishesPerSecond * publish.redis +
    racesPerSecond * (race.redis - race.redisOneSlot) +
    oneSlotUs
  return {
    racesPerSecond,
    gateways,
    matchmakers: Math.ceil((racesPerSecond * race.matchmaker) / (PLANNED_SHARE * SECOND_US)),
    /** Of Redis in all, and what of it no sharding by key can spread. */
    redisCores: redisUs / SECOND_US,
    redisOneSlotCores: oneSlotUs / SECOND_US,
    redisShards: Math.ceil(redisUs / (PLANNED_SHARE * SECOND_US)),
    publishesPerSecond,
    /** Deliveries of what every node is told: counts of the queue, joins, leaves. */
    broadcastsPerSecond,
    postgresCores: (racesPerSecond * race.postgres) / SECOND_US,
    rowsPerSecond: racesPerSecond * RACE_WRITES.rows,
    walMiBPerSecond: (racesPerSecond * RACE_WRITES.walKiB) / 1_024,
  }
}
