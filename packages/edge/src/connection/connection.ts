import { type CloseReason, FRAME_BYTES_MAX, type Refusal, type RefusalCode, refuse } from '@ketik/protocol'
import { type Log, metrics } from '@ketik/runtime'
import type { AddressShare } from '../limits/address-share.ts'
import { Budget, type ConnectionRates } from '../limits/budget.ts'
import type { ConnectionLimits } from '../limits/connection-limits.ts'

/** Messages that may wait while one before them is being worked on. */
const BACKLOG_MAX = 32

type Ties = {
  readonly connections: ConnectionLimits
  readonly rates: ConnectionRates
  readonly log: Log
}

export type ToldAtClose = Readonly<Partial<Record<CloseReason, RefusalCode>>>

/** Why a message was refused, now or later; undefined when it was not. */
export type Answer = Refusal | undefined | Promise<Refusal | undefined>

/**
 * One connection of a client: charges what it sends, works on one message at a time in the order in which they came, and
 * ends once. What its messages mean is up to the session that it is part of.
 */
export abstract class Connection<Message> {
  readonly share: AddressShare
  protected readonly budget: Budget
  #isOpen = true
  #isBusy = false
  // Ten thousand may be here and wait for nothing.
  #backlog: Message[] | undefined

  /** `address`: the client's, as far as trusted proxies tell. */
  constructor(
    private readonly ties: Ties,
    address: string,
  ) {
    this.share = ties.connections.shareOf(address)
    this.budget = new Budget(ties.rates, this.share)
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Sends the client an error; nothing when the connection has ended. */
  abstract refuse(refusal: Refusal): void
  /** The errors that a client receives before the connection is closed, where the reason alone would not reach it. */
  protected abstract readonly toldAtClose: ToldAtClose
  /** Works on a message. */
  protected abstract handle(message: Message): Answer
  /** A message has been worked on. */
  protected abstract answer(message: Message, refusal: Refusal | undefined): void
  /** The last message that waited has been worked on. */
  protected abstract onIdle(): void
  /** The connection ends, once. `reason`: why this side ends it. */
  protected abstract onEnd(reason: CloseReason | undefined): void
  /** Closes the transport, behind everything that was sent. */
  protected abstract closeTransport(reason: CloseReason): void

  /** Ends the connection from this side. */
  close(reason: CloseReason): void {
    if (!this.#isOpen) return
    metrics.connectionsClosed.inc({ reason })
    const told = this.toldAtClose[reason]
    if (told !== undefined) this.refuse(refuse(told))
    // First the session: a transport may report its end before `close` returns, as if the client had hung up.
    this.end(reason)
    this.closeTransport(reason)
  }

  protected end(reason?: CloseReason): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.onEnd(reason)
  }

  /** Charges a message before it is read. False: it counts for nothing, and the client has its error. */
  protected charge(bytes: number, budget: Budget = this.budget): boolean {
    if (bytes > FRAME_BYTES_MAX) {
      this.close('too_long')
      return false
    }
    const charge = budget.charge(performance.now(), bytes)
    if (charge === 'flooding') this.close('flooding')
    else if (charge === 'refused') this.refuse(refuse('rate_limited'))
    return charge === 'ok'
  }

  /** What came is no message. Who sends more of it floods. */
  refuseInput(refusal: Refusal): void {
    this.refuse(refusal)
    if (this.budget.strike(performance.now()) === 'flooding') this.close('flooding')
  }

  /** Works on a message now, or behind those that came before it. */
  protected take(message: Message): void {
    if (!this.#isBusy) this.#start(message)
    else if (this.backlog.length >= BACKLOG_MAX) this.answer(message, refuse('rate_limited'))
    else this.#wait(message)
  }

  protected get isBusy(): boolean {
    return this.#isBusy
  }

  /** The messages that wait. */
  protected get backlog(): readonly Message[] {
    return this.#backlog ?? []
  }

  dropBacklog(): undefined {
    this.#backlog = undefined
  }

  #wait(message: Message): void {
    this.#backlog ??= []
    this.#backlog.push(message)
  }

  #start(message: Message): void {
    const work = this.handle(message)
    if (!(work instanceof Promise)) {
      this.answer(message, work)
      return
    }
    this.#isBusy = true
    work
      .catch(error => {
        this.ties.log.warn({ err: error }, 'a message met a fault')
        return refuse('unavailable')
      })
      .then(refusal => this.answer(message, refusal))
      // Behind whatever the answer has set off: it may close the connection.
      .then(() => this.#goOn())
  }

  #goOn(): void {
    this.#isBusy = false
    while (!this.#isBusy) {
      const next = this.#backlog?.shift()
      if (next === undefined) break
      this.#start(next)
    }
    if (!this.#isBusy) this.onIdle()
  }
}
