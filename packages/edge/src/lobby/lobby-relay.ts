import {
  type AccountEvent,
  type ChatEvent,
  type FeedEvent,
  HISTORY_MAX,
  type Lobby,
  type LobbyEvent,
  type LobbySnapshot,
  type ModerationAction,
} from '@ketik/cluster'
import type { Log } from '@ketik/runtime'
import { Rate } from '../limits/rate.ts'
import { isEmptyText } from './lobby-lines.ts'
import { ModerationInForce } from './moderation-in-force.ts'

/**
 * Whom an event is for. In a crowd a join or leave is told only to the one who came or went; the last one is told to all
 * once the crowd has passed, late and out of its order, for those who show how many are online.
 */
export type Audience = 'all' | 'the one' | 'all, late'

/** A door's way to hear the lobby: one call for each event, for all of that door's connections. */
export type LobbyListener = (event: LobbyEvent, audience: Audience) => void

/** Whose words announcements are. The brackets are the mark: no name has one. */
export const OPERATOR = '[Ketik]'

/** Frames about joins and leaves: 100 events at once and then 20 a second to up to 100 connections, fewer to more. */
const PRESENCE_BURST_FRAMES = 10_000
const PRESENCE_FRAMES_PER_SECOND = 2_000
const FEW = 100
const PRESENCE_LATER_MS = 500
/** A login that is under way while so many accounts change may miss one of them. */
const ACCOUNT_EVENTS_MAX = 1_000

/**
 * The lobby as one node hears it, handed on to every door of the node, with the last messages at hand for newcomers.
 * Joins and leaves beyond a rate are not told one by one: in a storm nobody reads them, and each costs a frame for
 * every connection. The last of them is told once the storm is over, so that the count is right.
 */
export class LobbyRelay {
  readonly moderation: ModerationInForce
  readonly #listeners = new Map<LobbyListener, () => number>()
  readonly #onModeration = new Set<() => void>()
  readonly #onAccount = new Set<(event: AccountEvent) => void>()
  readonly #accountEvents: AccountEvent[] = []
  readonly #presence = new Rate(PRESENCE_BURST_FRAMES, PRESENCE_FRAMES_PER_SECOND)
  #presenceFullAt = 0
  readonly #history: ChatEvent[] = []
  #held: LobbyEvent | undefined
  #later: NodeJS.Timeout | undefined

  private constructor(
    lobby: Lobby,
    private readonly log: Log,
  ) {
    this.moderation = new ModerationInForce(() => lobby.now())
  }

  static async open(lobby: Lobby, log: Log): Promise<LobbyRelay> {
    const relay = new LobbyRelay(lobby, log)
    await lobby.listen({
      heard: event => relay.#hear(event),
      stands: standing => relay.#stand(standing),
    })
    return relay
  }

  /** The last messages, oldest first, exactly up to what the listeners have heard. */
  get history(): readonly ChatEvent[] {
    return this.#history
  }

  /** What operators announce and is not over. */
  get announcements(): readonly ChatEvent[] {
    return this.moderation.announcements().map(action => toAnnouncement(0, action))
  }

  /** What newcomers are told. */
  get recent(): readonly ChatEvent[] {
    return [...this.#history, ...this.announcements]
  }

  /** `connections`: how many the listener tells, so that a crowd is spared what would cost a frame for each of them. */
  listen(listener: LobbyListener, connections = () => 1): () => void {
    this.#listeners.set(listener, connections)
    return () => this.#listeners.delete(listener)
  }

  /** Told whenever an operator has imposed or lifted something: who is connected may have to go. */
  onModeration(listener: () => void): () => void {
    this.#onModeration.add(listener)
    return () => this.#onModeration.delete(listener)
  }

  /** Told what becomes of accounts: who is connected may have to go. */
  onAccount(listener: (event: AccountEvent) => void): () => void {
    this.#onAccount.add(listener)
    return () => this.#onAccount.delete(listener)
  }

  /** What became of accounts after the event of a number, for a login that was under way. */
  accountsSince(n: number): readonly AccountEvent[] {
    const last = this.#accountEvents.at(-1)
    return last === undefined || last.n <= n ? [] : this.#accountEvents.filter(event => event.n > n)
  }

  close(): void {
    clearTimeout(this.#later)
    this.#listeners.clear()
    this.#onModeration.clear()
    this.#onAccount.clear()
  }

  #stand({ history, actions }: LobbySnapshot): void {
    this.#history.splice(0, Number.POSITIVE_INFINITY, ...history.filter(event => !isEmptyText(event)))
    this.#accountEvents.length = 0
    this.moderation.replace(actions)
    this.#tellModeration()
  }

  #hear(event: FeedEvent): void {
    if (event.kind === 'measure') {
      this.#impose(event.n, event.measure)
      return
    }
    if (event.kind === 'account') {
      this.#tellAccount(event)
      return
    }
    if (event.kind === 'chat') {
      if (!isEmptyText(event)) this.#history.push(event)
      if (this.#history.length > HISTORY_MAX) this.#history.shift()
    } else if (!this.#takePresence()) {
      this.#hold(event)
      this.#tell(event, 'the one')
      return
    } else {
      this.#held = undefined
    }
    this.#tell(event)
  }

  #impose(n: number, action: ModerationAction): void {
    this.moderation.apply(action)
    if (action.kind !== 'announce') this.#tellModeration()
    else if (action.until > action.at) this.#tell(toAnnouncement(n, action))
  }

  #takePresence(): boolean {
    const fullAt = this.#presence.take(this.#presenceFullAt, performance.now(), this.#framesEach())
    if (fullAt === undefined) return false
    this.#presenceFullAt = fullAt
    return true
  }

  #framesEach(): number {
    const connections = [...this.#listeners.values()].reduce((sum, count) => sum + count(), 0)
    return Math.min(PRESENCE_BURST_FRAMES, Math.max(FEW, connections))
  }

  #hold(event: LobbyEvent): void {
    this.#held = event
    const spacingMs = (1_000 * this.#framesEach()) / PRESENCE_FRAMES_PER_SECOND
    this.#later ??= setTimeout(
      () => {
        this.#later = undefined
        if (this.#held !== undefined) this.#tell(this.#held, 'all, late')
        this.#held = undefined
      },
      Math.max(PRESENCE_LATER_MS, spacingMs),
    )
  }

  #tell(event: LobbyEvent, audience: Audience = 'all'): void {
    for (const listener of this.#listeners.keys()) {
      try {
        listener(event, audience)
      } catch (error) {
        this.log.error({ err: error }, 'a door met a bug while telling the lobby')
      }
    }
  }

  #tellAccount(event: AccountEvent): void {
    this.#accountEvents.push(event)
    if (this.#accountEvents.length > ACCOUNT_EVENTS_MAX) this.#accountEvents.shift()
    for (const listener of this.#onAccount) {
      try {
        listener(event)
      } catch (error) {
        this.log.error({ err: error }, 'a door met a bug while minding an account')
      }
    }
  }

  #tellModeration(): void {
    for (const listener of this.#onModeration) {
      try {
        listener()
      } catch (error) {
        this.log.error({ err: error }, 'a door met a bug while applying moderation actions')
      }
    }
  }
}

const toAnnouncement = (n: number, { subject, at }: ModerationAction): ChatEvent => ({
  n,
  kind: 'chat',
  from: OPERATOR,
  text: subject,
  door: 'operator',
  at,
})
