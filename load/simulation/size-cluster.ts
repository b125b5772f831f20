import { expectedPublishes } from './simulate-relay.ts'
import { HABITS, PLANNED_SHARE, RACE_WRITES, UNIT_COSTS } from './unit-costs.ts'

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
