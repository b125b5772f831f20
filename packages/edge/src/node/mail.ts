import type { Inbox } from '@ketik/cluster'
import type { NodeId, Race, RaceId } from '@ketik/race'
import type { SeatChange } from '../race/race-relay.ts'

/** What this node sends to other nodes. */
export class Mail {
  constructor(private readonly inbox: Pick<Inbox, 'add' | 'addUrgent'>) {}

  /** The record of a race has changed. */
  announce(race: Race, to: readonly NodeId[]): void {
    for (const node of to) this.inbox.addUrgent(node, ['race', race])
  }

  /** A seat has moved. It goes out with the next tick. */
  relay(to: NodeId, { race, seat, value, wpm, changedAt }: SeatChange): void {
    this.inbox.add(to, ['progress', race, seat, value, wpm], changedAt)
  }

  /** Asks for the progress of all seats at those nodes. */
  askForProgress(race: RaceId, of: readonly NodeId[]): void {
    for (const node of of) this.inbox.addUrgent(node, ['resync', race])
  }

  /** A player has entered elsewhere than in that session. */
  takenOver(node: NodeId, session: string): void {
    this.inbox.addUrgent(node, ['taken-over', session])
  }
}
