import type { LobbyEvent } from '@ketik/cluster'
import type { Membership } from '../member/membership.ts'
import type { ChatForm } from './chat-line.ts'

/** Lobby events kept for a newcomer whose name is on its way. */
const HELD_MAX = 1_000

type Phase<Frame> =
  | { readonly at: 'outside' }
  | {
      readonly at: 'entering'
      readonly username: string
      readonly held: { readonly n: number; readonly frame: Frame }[]
    }
  /** `since`: the number of its own join, until something later was heard. */
  | { readonly at: 'inside'; readonly membership: Membership; since: number }

/** Where a connection of a chat-only door is: outside the lobby, on its way, or inside; and so what it hears. */
export class ChatPlace<Frame> {
  #phase: Phase<Frame> = { at: 'outside' }

  constructor(private readonly nameless: ChatForm<Frame>['nameless']) {}

  get membership(): Membership | undefined {
    return this.#phase.at === 'inside' ? this.#phase.membership : undefined
  }

  get isOutside(): boolean {
    return this.#phase.at === 'outside'
  }

  leave(): void {
    this.#phase = { at: 'outside' }
  }

  /** The name is on its way. */
  enter(username: string): void {
    this.#phase = { at: 'entering', username, held: [] }
  }

  /** The name is here. Answers what was heard meanwhile. */
  arrive(membership: Membership): readonly Frame[] {
    const held = this.#phase.at === 'entering' ? this.#phase.held : []
    this.#phase = { at: 'inside', membership, since: membership.n }
    return held.flatMap(({ n, frame }) => (this.hears(n, frame) ? [frame] : []))
  }

  /** Whether an event of the lobby is to be sent now. */
  hears(n: number, frame: Frame): boolean {
    const phase = this.#phase
    if (this.nameless !== 'waits') return true
    if (phase.at === 'entering' && phase.held.length < HELD_MAX) phase.held.push({ n, frame })
    if (phase.at !== 'inside' || n <= phase.since) return false
    phase.since = 0
    return true
  }

  /** Whether a join or leave is this connection's own. */
  isConcerned(event: LobbyEvent): boolean {
    if (event.kind === 'chat' || this.#phase.at === 'outside') return false
    const { username } = this.#phase.at === 'inside' ? this.#phase.membership : this.#phase
    return username === event.username
  }
}
