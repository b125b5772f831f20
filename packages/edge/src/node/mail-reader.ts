import type { InboxEntry } from '@ketik/cluster'
import type { NodeId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { NameHolders } from '../member/name-holders.ts'
import type { LiveRace } from '../race/live-race.ts'
import type { Matches } from './matches.ts'
import type { Races } from './races.ts'
import type { Sessions } from './sessions.ts'

type Parts = {
  now(): number
  readonly log: Log
  readonly races: Races
  readonly matches: Matches
  readonly sessions: Sessions
  readonly holders: NameHolders
  inBackground(what: string, work: Promise<unknown>): void
}

/** Hands what other nodes send to the part that it is for. */
export class MailReader {
  constructor(private readonly parts: Parts) {}

  /** A batch from one node. `changedAt`: since when the oldest progress in it is so, in cluster time. */
  onEntries(from: NodeId, entries: readonly InboxEntry[], changedAt: number | undefined): void {
    const { races } = this.parts
    // What one race has to tell comes in a row.
    const moved: LiveRace[] = []
    for (const entry of entries) {
      if (entry[0] !== 'progress') {
        this.#onEntry(from, entry)
        continue
      }
      const race = races.get(entry[1])
      if (race === undefined) continue
      race.relay.onProgress(entry[2], entry[3], entry[4])
      if (moved.at(-1) !== race) moved.push(race)
    }
    for (const race of moved) race.relay.show()
    if (changedAt !== undefined) metrics.relayDelay.observe(Math.max(0, this.parts.now() - changedAt))
  }

  #onEntry(from: NodeId, entry: Exclude<InboxEntry, readonly ['progress', ...unknown[]]>): void {
    const { races, matches, sessions, holders, log, inBackground } = this.parts
    switch (entry[0]) {
      case 'plan':
        matches.onPlan(entry[1], entry[2])
        break
      case 'race':
        races.get(entry[1].plan.id)?.adopt(entry[1])
        break
      case 'settled':
        if (entry[2] !== 'finishes') races.unsettled.delete(entry[1])
        break
      case 'resync':
        races.get(entry[1])?.relay.resync()
        break
      case 'taken-over':
        sessions.onTakenOver(entry[1])
        holders.takenOver(entry[1])
        break
      case 'end-if-gone':
        inBackground('ask a holder', holders.onAsked(from, entry[1], entry[2], entry[3]))
        break
      case 'gone':
        holders.onAnswered(entry[1], entry[2])
        break
      default:
        log.warn({ from, entry }, 'an entry of an unknown kind')
    }
  }
}
