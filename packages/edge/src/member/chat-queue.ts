import { type CloseReason, type Refusal, refuse } from '@ketik/protocol'
import { Rate } from '../limits/rate.ts'
import { ChatRules, type TextForm } from './chat-rules.ts'

/** Messages of one connection that may wait for their turn; one more is refused. */
const WAITING_MAX = 20
/** A budget that many share may be taken by another in the moment it refills: asked again after this, then less often. */
const ASK_AGAIN_MS = { first: 20, most: 2_000 } as const

/** The client did nothing to be closed for: what it sent before still counts. */
const FLUSHED_AT: ReadonlySet<CloseReason> = new Set(['moving', 'restart', 'taken_over', 'idle'])

/** What a queue needs of its connection and its node. */
export type ChatSource = {
  /** Messages of the connection in ten seconds. */
  readonly perTenSeconds: number
  isMuted(): boolean
  /**
   * Takes one message of the budgets that are shared with others and answers 0; or takes nothing and answers how long to
   * wait, in ms. `now` in monotonic ms.
   */
  take(now: number, from: 'connected' | 'hung up'): number
  /** Whether a text of so many UTF-16 units may wait: what waits is bounded over all connections of the node. */
  hold(units: number): boolean
  release(units: number): void
  /** Resolves when the message has its place in the lobby's order. Messages keep the order of the calls. */
  say(text: string): Promise<unknown>
  /** A message that was accepted before could not be sent. */
  refuse(refusal: Refusal): void
}

/**
 * The chat messages of one connection. The limits of the connection, its name, its address and its node delay a message,
 * in order; they drop none. Only what comes while 20 wait is refused.
 */
export class ChatQueue {
  readonly #rules = new ChatRules()
  readonly #rate: Rate
  #fullAt = 0
  #waiting: string[] = []
  #timer: NodeJS.Timeout | undefined
  #askAgainMs: number = ASK_AGAIN_MS.first

  constructor(private readonly source: ChatSource) {
    this.#rate = new Rate(source.perTenSeconds, source.perTenSeconds / 10)
  }

  /** Resolves when the message has its place in the lobby's order, or waits for its turn; or with why it was refused. */
  async send(raw: string, form: TextForm = 'tidy', mayBeEmpty = false): Promise<Refusal | undefined> {
    if (this.source.isMuted()) return refuse('muted')
    // Before the text is looked at: of a flood, most is refused here.
    if (this.#waiting.length >= WAITING_MAX) return refuse('rate_limited')
    const now = performance.now()
    const text = this.#rules.admit(now, raw, form, mayBeEmpty)
    if (typeof text !== 'string') return text
    const waitMs = this.#waiting.length === 0 ? this.#take(now) : undefined
    if (waitMs === 0) {
      this.#rules.remember(now, text)
      await this.source.say(text)
      return undefined
    }
    if (!this.source.hold(text.length)) return refuse('rate_limited')
    this.#rules.remember(now, text)
    this.#waiting.push(text)
    if (waitMs !== undefined) this.#waitFor(waitMs)
    return undefined
  }

  /** The same where nobody waits for the outcome: a refusal goes to the source. */
  sendInBackground(raw: string): void {
    this.send(raw).then(
      refusal => {
        if (refusal !== undefined) this.source.refuse(refusal)
      },
      () => this.source.refuse(refuse('unavailable')),
    )
  }

  /**
   * The connection ends. What waits is dropped where the server closes it for something that the client did.
   * To be called while the name is still held.
   */
  async end(reason?: CloseReason): Promise<void> {
    if (reason === undefined || FLUSHED_AT.has(reason)) await this.#flush()
    else this.#clear()
  }

  /**
   * What waits is sent at once, as far as its address and its node may: the client is not there to wait. It precedes
   * everything that the node sends to Redis later.
   */
  async #flush(): Promise<void> {
    const now = performance.now()
    const may = () => !this.source.isMuted() && this.source.take(now, 'hung up') === 0
    const texts: string[] = []
    for (const text of this.#waiting) {
      if (!may()) break
      texts.push(text)
    }
    this.#clear()
    await Promise.all(texts.map(text => this.#sayLater(text)))
  }

  #clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const text of this.#waiting) this.source.release(text.length)
    this.#waiting = []
  }

  #waitFor(ms: number): void {
    this.#timer = setTimeout(() => this.#turn(), Math.max(ASK_AGAIN_MS.first, ms))
  }

  #turn(): void {
    this.#timer = undefined
    const now = performance.now()
    if (this.source.isMuted()) {
      this.#clear()
      this.source.refuse(refuse('muted'))
      return
    }
    for (const text of [...this.#waiting]) {
      const waitMs = this.#take(now)
      if (waitMs > 0) {
        this.#waitFor(waitMs)
        return
      }
      this.#waiting.shift()
      this.source.release(text.length)
      void this.#sayLater(text)
    }
  }

  /** Takes one message of every budget and answers 0; or takes nothing and answers how long to wait, in ms. */
  #take(now: number): number {
    const ownMs = this.#rate.waitMs(this.#fullAt, now)
    if (ownMs > 0) return ownMs
    const sharedMs = this.source.take(now, 'connected')
    if (sharedMs > 0) {
      const waitMs = Math.max(sharedMs, this.#askAgainMs)
      this.#askAgainMs = Math.min(ASK_AGAIN_MS.most, 2 * this.#askAgainMs)
      return waitMs
    }
    this.#askAgainMs = ASK_AGAIN_MS.first
    this.#fullAt = this.#rate.take(this.#fullAt, now) ?? this.#fullAt
    return 0
  }

  /** Never rejects. */
  async #sayLater(text: string): Promise<void> {
    await this.source.say(text).catch(() => this.source.refuse(refuse('unavailable')))
  }
}
