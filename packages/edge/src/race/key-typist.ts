import { type ClientMessageOf, type Refusal, refuse } from '@ketik/protocol'
import {
  allowanceFor,
  BATCH_HOLD_MS,
  createTyping,
  datedMs,
  dateKey,
  encodeKeys,
  FUTURE_TOLERANCE_MS,
  isComplete,
  isKey,
  KEYS_PER_TEXT_FACTOR,
  type LoggedKey,
  loggedKey,
  press,
  type Typing,
} from '@ketik/race'
import { LateKeyUps } from './late-key-ups.ts'
import { releaseKeys } from './release-keys.ts'

const KEYS_SPARE = 64
const NO_EVIDENCE: SeatEvidence = {}

/** What else bounds the credit: see `allowanceFor`. */
export type SeatEvidence = {
  /** Of the keys that another node took: the smallest (arrival − claimed time), if it is known. */
  readonly leastDelayMs?: number | undefined
  /** The smallest round trip measured lately on the connection. */
  readonly roundTripMs?: () => number | undefined
}

type Batch = Pick<ClientMessageOf<'keys'>, 'from' | 'keys' | 'ups'>

/** The typist of a seat whose keys this node replays, as the only writer of its log. Offsets in ms since the start. */
export class KeyTypist {
  readonly timed = 'keys'
  readonly typing: Typing
  readonly #log: LoggedKey[]
  readonly #lateUps = new LateKeyUps()
  #saved: number
  #leastDelayMs: number

  /** `log`: the keys that are safe in the cluster already, for a player who comes back. */
  constructor(
    text: string,
    private readonly creditMs: number,
    log: readonly LoggedKey[] = [],
    private readonly evidence: SeatEvidence = NO_EVIDENCE,
  ) {
    this.typing = createTyping(text)
    for (const [, key] of log) press(this.typing, key)
    this.#log = [...log]
    this.#saved = log.length
    this.#leastDelayMs = evidence.leastDelayMs ?? Number.POSITIVE_INFINITY
  }

  get log(): readonly LoggedKey[] {
    return this.#log
  }

  /** Graphemes typed right. */
  get correct(): number {
    return this.typing.correct
  }

  /** How many keys are safe in the cluster. */
  get saved(): number {
    return this.#saved
  }

  /** The smallest (arrival − claimed time) of the seat's keys, in ms; undefined before the first. */
  get leastDelayMs(): number | undefined {
    return Number.isFinite(this.#leastDelayMs) ? this.#leastDelayMs : undefined
  }

  get complete(): boolean {
    return isComplete(this.typing)
  }

  /** Takes a whole batch, or nothing of it. */
  take(batch: Batch, arrivalMs: number): Refusal | undefined {
    const refusal = this.#check(batch, arrivalMs)
    if (refusal !== undefined) return refusal
    const roundTripMs = this.evidence.roundTripMs?.()
    for (const [claimedMs, key] of batch.keys) {
      if (this.complete) break
      this.#leastDelayMs = Math.min(this.#leastDelayMs, arrivalMs - claimedMs)
      press(this.typing, key)
      const heldMs = this.complete ? 0 : BATCH_HOLD_MS
      const dated = dateKey({
        claimedMs,
        arrivalMs,
        creditMs: allowanceFor({ creditMs: this.creditMs, leastDelayMs: this.#leastDelayMs, roundTripMs }),
        lastDatedMs: this.#lastDatedMs(),
        heldMs,
      })
      if (typeof dated !== 'number') throw new Error(`bug: a checked key is ${dated}`)
      this.#log.push(loggedKey(claimedMs, key, dated))
    }
    if (batch.ups !== undefined)
      for (const up of releaseKeys(this.#log, batch.ups, arrivalMs)) this.#lateUps.add(up)
    return undefined
  }

  /** The keys that the cluster does not have yet; undefined when it has all. */
  unsaved(): { readonly from: number; readonly count: number; readonly encoded: string } | undefined {
    if (this.#saved === this.#log.length) return undefined
    const keys = this.#log.slice(this.#saved)
    return {
      from: this.#saved,
      count: keys.length,
      encoded: encodeKeys(keys) + this.#lateUps.encodeFor(this.#log.length),
    }
  }

  /** What the cluster says it has; less than before when Redis lost some in a crash. False when that cannot be ours. */
  savedUpTo(keys: number): boolean {
    if (keys > this.#log.length) return false
    this.#saved = keys
    this.#lateUps.onSaved()
    return true
  }

  #check({ from, keys }: Batch, arrivalMs: number): Refusal | undefined {
    const expected = this.#log.length
    if (arrivalMs < 0) return refuse('not_started')
    if (from < expected) return refuse('keys_repeated', { expected })
    if (from > expected) return refuse('keys_out_of_order', { expected })
    const most = this.typing.graphemes.length * KEYS_PER_TEXT_FACTOR + KEYS_SPARE
    if (expected + keys.length > most) return refuse('too_many_keys')
    let last = this.#log.at(-1)?.[0] ?? 0
    for (const [claimedMs, key] of keys) {
      if (claimedMs > arrivalMs + FUTURE_TOLERANCE_MS) return refuse('keys_in_future', { expected })
      if (claimedMs < last) return refuse('keys_out_of_order', { expected })
      if (!isKey(key)) return refuse('keys_not_typeable', { expected })
      last = claimedMs
    }
    return undefined
  }

  #lastDatedMs(): number {
    const last = this.#log.at(-1)
    return last === undefined ? 0 : datedMs(last)
  }
}
