import { seeded } from '../../infra/test/seeded.ts'
import { table } from '../../infra/test/table.ts'
import { simulateRelay } from '../simulation/simulate-relay.ts'
import { type ClusterSize, HABITS, sizeCluster } from '../simulation/size-cluster.ts'

const RACERS = [10_000, 40_000, 100_000, 1_000_000]
const RACES_PER_NODE = 500
const NO_CHOICE = 2

/** What clusters of several sizes need. */
export const clusterTable = (): string => {
  const sizes = RACERS.map(sizeCluster)
  const columns: readonly (readonly [string, (size: ClusterSize) => number])[] = [
    ['races a second', size => size.racesPerSecond],
    ['gateways', size => size.gateways],
    ['matchmakers', size => size.matchmakers],
    ['publishes a second', size => size.publishesPerSecond],
    ['deliveries to every node a second', size => size.broadcastsPerSecond],
    ['Redis, cores', size => size.redisCores],
    ['of it on one slot, cores', size => size.redisOneSlotCores],
    ['Redis shards at half a core', size => size.redisShards],
    ['PostgreSQL, cores', size => size.postgresCores],
    ['PostgreSQL, rows a second', size => size.rowsPerSecond],
    ['WAL, MiB a second', size => size.walMiBPerSecond],
  ]
  return table(
    ['one cluster of', ...RACERS.map(count => `${rounded(count)} racers`)],
    columns.map(([name, of]) => [name, ...sizes.map(size => rounded(of(size)))]),
    true,
  )
}

/** What the inboxes of clusters of several sizes carry. */
export const relayTable = (): string =>
  table(
    [
      '1,000 racers on each of',
      'pairs of nodes',
      'races over two nodes',
      'publishes a second',
      'updates in each',
      'messages a second to an inbox',
      'to the fullest',
    ],
    [
      relayRow('10 nodes', 10),
      relayRow('10 nodes, 400 waiting', 10, 400),
      relayRow('100 nodes', 100),
      relayRow('100 nodes, 400 waiting', 100, 400),
      relayRow('1,000 nodes', 1_000),
      relayRow('1,000 nodes, 400 waiting', 1_000, 400),
      relayRow('1,000 nodes, cells of 10', 1_000, NO_CHOICE, 10),
      relayRow('the same, 400 waiting', 1_000, 400, 10),
    ],
    true,
  )

const relayRow = (name: string, nodes: number, waiting = NO_CHOICE, cellNodes = nodes): readonly string[] => {
  const rate = { updatesPerSecond: HABITS.updatesPerSecond, ticks: 4 }
  const relay = simulateRelay({ nodes, races: RACES_PER_NODE * nodes, waiting, cellNodes }, rate, seeded(1))
  const crossing = `${(100 * relay.crossing).toFixed(0)} %`
  const figures = [relay.publishes, relay.entriesPerPublish, relay.inbox, relay.inboxMax]
  return [name, rounded(relay.pairs), crossing, ...figures.map(rounded)]
}

/** Three digits that count (two of what is small), with commas. */
const rounded = (value: number): string =>
  Number(value.toPrecision(value >= 100 ? 3 : 2)).toLocaleString('en')
