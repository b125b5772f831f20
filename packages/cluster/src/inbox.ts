import type { NodeId, Race, RaceId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { Bus } from './bus.ts'
import type { Names } from './names.ts'

/** What nodes send each other. A progress entry is flat because it is by far the most frequent. */
export type InboxEntry =
  | readonly ['progress', race: RaceId, seat: number, correct: number, wpm: number]
  /** A new race for players of the receiving node, and when each seat's player asked for it (cluster ms). */
  | readonly ['plan', Race, readonly number[]]
  /** A newer record of a race with seats on the receiving node. */
  | readonly ['race', Race]
  /** PostgreSQL has the results of a race, or its finishes so far. Nodes forget a race whose results are stored. */
  | readonly ['settled', race: RaceId, what?: 'finishes']
  /** The sender needs the latest progress of every seat it shares a race with. */
  | readonly ['resync', race: RaceId]
  /** The player of that session has resumed on another node. */
  | readonly ['taken-over', session: string]
  /** A client of that network asks for the name of the session. The receiving node ends the session if it is dead. */
  | readonly ['end-if-gone', ask: string, session: string, network: string]
  /** The answer to `end-if-gone`. */
  | readonly ['gone', ask: string, isGone: boolean]

type Batch = {
  n: number
  count: number
  /** Cluster time of the first change in the batch: a sample of the latency between the nodes. */
  changedAt: number | undefined
  /** The entries as JSON, with commas between them. */
  entries: string
}

type Envelope = {
  readonly from: NodeId
  /** Differs after each restart of a node. */
  readonly life: string
  readonly n: number
  readonly changedAt?: number
  readonly entries: readonly InboxEntry[]
}

const ENTRIES_PER_BATCH_MAX = 2_000

/**
 * One channel for each node, with one message for each sender and tick. Every (sender, receiver) pair numbers its
 * messages. A missing number is a gap: the receiver then asks for a snapshot.
 */
export class Inbox {
  readonly #outgoing = new Map<NodeId, Batch>()
  readonly #incoming = new Map<NodeId, { life: string; n: number }>()
  #urgent = false
  readonly #from: string
  readonly #lifeJson: string

  constructor(
    private readonly node: NodeId,
    life: string,
    private readonly names: Names,
    private readonly bus: Bus,
    private readonly log: Log,
  ) {
    this.#from = JSON.stringify(node)
    this.#lifeJson = JSON.stringify(life)
  }

  async open(
    onEntries: (from: NodeId, entries: readonly InboxEntry[], changedAt: number | undefined) => void,
    onGap: (from: NodeId) => void,
  ) {
    await this.bus.subscribe(this.names.inbox(this.node), payload => {
      const envelope = JSON.parse(payload) as Envelope
      if (this.#isGap(envelope)) {
        metrics.inboxGaps.inc()
        this.log.warn({ from: envelope.from, n: envelope.n }, 'a gap in the inbox')
        onGap(envelope.from)
      }
      onEntries(envelope.from, envelope.entries, envelope.changedAt)
    })
  }

  /** Puts an entry into the destination's next batch. `changedAt` is the cluster time of the change. */
  add(to: NodeId, entry: InboxEntry, changedAt?: number): void {
    const batch = this.#batchFor(to)
    batch.changedAt ??= changedAt
    batch.entries += `${batch.count === 0 ? '' : ','}${entryJson(entry)}`
    batch.count += 1
    if (batch.count >= ENTRIES_PER_BATCH_MAX) this.#send(to, batch)
  }

  /** Puts an entry that cannot wait for the tick into a batch. All batches go out at the end of this turn. */
  addUrgent(to: NodeId, entry: InboxEntry): void {
    this.add(to, entry)
    if (this.#urgent) return
    this.#urgent = true
    setImmediate(() => {
      this.#urgent = false
      this.flush()
    })
  }

  flush(): void {
    for (const [to, batch] of this.#outgoing) if (batch.count > 0) this.#send(to, batch)
  }

  /** Forgets the numbers of a dead node. */
  forget(node: NodeId): void {
    this.#outgoing.delete(node)
    this.#incoming.delete(node)
  }

  #batchFor(to: NodeId): Batch {
    const known = this.#outgoing.get(to)
    if (known !== undefined) return known
    const batch = { n: 0, count: 0, changedAt: undefined, entries: '' }
    this.#outgoing.set(to, batch)
    return batch
  }

  #send(to: NodeId, batch: Batch): void {
    metrics.batchEntries.observe(batch.count)
    const changedAt = batch.changedAt === undefined ? '' : `"changedAt":${Math.floor(batch.changedAt)},`
    const envelope = `{"from":${this.#from},"life":${this.#lifeJson},"n":${batch.n},${changedAt}"entries":[${batch.entries}]}`
    batch.n += 1
    batch.count = 0
    batch.changedAt = undefined
    batch.entries = ''
    this.bus.publish(this.names.inbox(to), envelope)
  }

  #isGap({ from, life, n }: Envelope): boolean {
    const last = this.#incoming.get(from)
    this.#incoming.set(from, { life, n })
    // A sender counts from 0 for each receiver, so a higher first number means that earlier messages were lost.
    return n !== (last?.life === life ? last.n + 1 : 0)
  }
}

/** Writes progress by hand because it is by far the most frequent. Race ids need no escaping. */
const entryJson = (entry: InboxEntry): string =>
  entry[0] === 'progress'
    ? `["progress","${entry[1]}",${entry[2]},${entry[3]},${entry[4]}]`
    : JSON.stringify(entry)
