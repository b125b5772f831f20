import { seeded } from '../../infra/test/seeded.ts'
import { table } from '../../infra/test/table.ts'
import { type SeatingRule, seatRaces } from '../simulation/seat-races.ts'
import { simulateRelay } from '../simulation/simulate-relay.ts'
import { type ClusterSize, sizeCluster } from '../simulation/size-cluster.ts'
import { HABITS } from '../simulation/unit-costs.ts'

const RACERS = [10_000, 40_000, 100_000, 1_000_000]
const SIMULATED_RACES = 500_000
const NO_CHOICE = 2

/** The tables of docs/capacity.md, as Markdown. */
export const printCapacity = (): boolean => {
  process.stdout.write(`${clusterTable()}\n\n${relayTable()}\n`)
  return true
}

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
const relayTable = (): string => {
  const rules: readonly (readonly [string, SeatingRule])[] = [
    ['10 nodes', { nodes: 10, races: SIMULATED_RACES / 100, waiting: NO_CHOICE }],
    ['10 nodes, 400 waiting', { nodes: 10, races: SIMULATED_RACES / 100, waiting: 400 }],
    ['100 nodes', { nodes: 100, races: SIMULATED_RACES / 10, waiting: NO_CHOICE }],
    ['100 nodes, 400 waiting', { nodes: 100, races: SIMULATED_RACES / 10, waiting: 400 }],
    ['1,000 nodes', { nodes: 1_000, races: SIMULATED_RACES, waiting: NO_CHOICE }],
    ['1,000 nodes, 400 waiting', { nodes: 1_000, races: SIMULATED_RACES, waiting: 400 }],
    ['1,000 nodes, cells of 10', { nodes: 1_000, races: SIMULATED_RACES, waiting: NO_CHOICE, cellNodes: 10 }],
    ['the same, 400 waiting', { nodes: 1_000, races: SIMULATED_RACES, waiting: 400, cellNodes: 10 }],
  ]
  return table(
    [
      '1,000 racers on each of',
      'pairs of nodes',
      'races over two nodes',
      'publishes a second',
      'updates in each',
      'messages a second to an inbox',
      'to the fullest',
    ],
    rules.map(([name, rule]) => {
      const random = seeded(1)
      const relay = simulateRelay(
        seatRaces(rule, random),
        rule.nodes,
        { updatesPerSecond: HABITS.updatesPerSecond, ticks: 4 },
        random,
      )
      return [
        name,
        rounded(relay.pairs),
        `${(100 * relay.crossing).toFixed(0)} %`,
        rounded(relay.publishes),
        rounded(relay.entriesPerPublish),
        rounded(relay.inbox),
        rounded(relay.inboxMax),
      ]
    }),
    true,
  )
}

/** Three digits that count (two of what is small), with commas. */
const rounded = (value: number): string =>
  Number(value.toPrecision(value >= 100 ? 3 : 2)).toLocaleString('en')
