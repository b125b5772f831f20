import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export const registry = new Registry()

/**
 * Counters that cost an addition: prom-client's own hashes the labels at each step, which is too much for what happens
 * with every message and frame.
 */
const tally = (name: string, help: string) => {
  let uncounted = 0
  new Counter({
    name: `ketik_${name}`,
    help,
    registers: [registry],
    collect() {
      this.inc(uncounted)
      uncounted = 0
    },
  })
  const inc = (count = 1) => {
    uncounted += count
  }
  return { inc }
}
const tallyByOutcome = (name: string, help: string) => {
  const taken = new Map<string, number>()
  const refused = new Map<string, number>()
  new Counter({
    name: `ketik_${name}`,
    help,
    labelNames: ['type', 'outcome'],
    registers: [registry],
    collect() {
      for (const [type, count] of taken) this.inc({ type, outcome: 'taken' }, count)
      for (const [type, count] of refused) this.inc({ type, outcome: 'refused' }, count)
      taken.clear()
      refused.clear()
    },
  })
  const add = (counts: Map<string, number>, type: string) => counts.set(type, (counts.get(type) ?? 0) + 1)
  return { taken: (type: string) => add(taken, type), refused: (type: string) => add(refused, type) }
}

const MS_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
const registers = [registry]

const counter = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
  new Counter({ name: `ketik_${name}`, help, labelNames: [...labelNames], registers })
const gauge = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
  new Gauge({ name: `ketik_${name}`, help, labelNames: [...labelNames], registers })
const milliseconds = (name: string, help: string) =>
  new Histogram({ name: `ketik_${name}_ms`, help, buckets: MS_BUCKETS, registers })

/** Every metric of every process, by what it tells. */
export const metrics = {
  connections: gauge('connections', 'Open connections by door', ['door']),
  connectionsClosed: counter('connections_closed_total', 'Connections the server ended, by reason', [
    'reason',
  ]),
  messagesIn: tallyByOutcome(
    'messages_in_total',
    'Messages of players, by type and whether they were taken or refused',
  ),
  refusals: counter('refusals_total', 'Messages refused, by code', ['code']),
  framesOut: tally('frames_out_total', 'Frames sent to clients'),
  framesDropped: counter('frames_dropped_total', 'Frames not sent to clients too slow for them, by reason', [
    'reason',
  ]),
  batchEntries: new Histogram({
    name: 'ketik_inbox_batch_entries',
    help: 'Entries in one batch between nodes',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
    registers,
  }),
  inboxGaps: counter('inbox_gaps_total', 'Batches of another node that never came'),
  inboxReconnects: counter('inbox_reconnects_total', 'Times the own inbox fell silent and was opened again'),
  publishFailures: counter('publish_failures_total', 'Batches that could not be published'),
  accounts: counter('accounts_total', 'What happened to accounts', ['event']),
  claimFills: counter('claim_fills_total', 'Times all claimed names were copied from PostgreSQL to Redis'),
  snapshots: counter('snapshots_total', 'Snapshots given to players who came back'),
  relayDelay: milliseconds(
    'relay_delay',
    'From a key or claim to its frame on another node; one sample of each batch',
  ),
  startSkew: milliseconds('start_skew', 'How late a start was told after its instant'),
  queueLength: gauge('queue_length', 'Players waiting over the cluster'),
  queueWait: milliseconds('queue_wait', 'From the ticket of a player to the placing of its race'),
  matchDelay: milliseconds('match_delay', 'From asking for a race to being told of the match'),
  racesLocal: gauge('races_local', 'Races with a player on this node'),
  commandConflicts: counter(
    'race_command_conflicts_total',
    'Race commands that met a newer record and were applied again',
  ),
  jobs: counter('jobs_total', 'Jobs by kind and outcome', ['kind', 'outcome']),
  settleDelay: milliseconds('settle_delay', 'From the end of a race to its rows in PostgreSQL'),
  nodesReaped: counter('nodes_reaped_total', 'Nodes whose heartbeat ended without goodbye'),
} as const

/** The delay of the event loop is looked at this often: each look wakes a process that has nothing to do. */
const LOOP_DELAY_EVERY_MS = 100

export const startDefaultMetrics = (): void =>
  collectDefaultMetrics({
    register: registry,
    prefix: 'ketik_',
    eventLoopMonitoringPrecision: LOOP_DELAY_EVERY_MS,
  })
