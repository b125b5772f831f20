import { freshClock, observe, offsetOf, pingAfterMs } from '@ketik/client'
import { creditFor, type Figures, figuresOf } from '@ketik/race'
import { KeyTypist } from '../race/key-typist.ts'
import { RoundTripMeter } from './round-trip-meter.ts'

type Key = readonly [pressedMs: number, key: string]

/** What a client may do otherwise than ours. Instants are ms of the race. */
export type Behaviour = {
  /** Added to each answer to a ping of the WebSocket. */
  readonly holdsPongsMs?: (at: number) => number
  /** What it says of the pong it echoes; `oldest`: it keeps echoing the first pong. */
  readonly echoes?: 'truly' | 'without hold' | 'oldest'
  /** When it says it pressed a key, of which `part` of the text was typed before. */
  readonly claims?: (pressedMs: number, part: number) => number
  /** Keys go out one by one at once, instead of in batches of 100 ms. */
  readonly sendsAtOnce?: boolean
}

export type Line = {
  readonly door: 'websocket' | 'tcp'
  /** The delay of what is sent at an instant, each way; nothing overtakes what was sent before it. */
  readonly delayMs: (at: number) => number
}

export type Run = { readonly figures: Figures; readonly creditMs: number }

const LOGIN_MS = -12_000
const ASK_MS = -5_000
const BATCH_MS = 100
/** The client's clock less the server's. */
const CLOCK_MS = 123_456.7

/** Plays one race over a line, with the client's clock, the server's meter and the seat that are used in production. */
export const runRace = (text: string, keys: readonly Key[], line: Line, behaviour: Behaviour = {}): Run => {
  const world = new Agenda()
  const [up, down] = [world.way(line.delayMs), world.way(line.delayMs)]
  const holdsMs = behaviour.holdsPongsMs ?? (() => 0)

  const meter = new RoundTripMeter({
    ping: payload => {
      if (line.door === 'tcp') return false
      down(() => world.after(holdsMs(world.now), () => up(() => meter.onTransportPong(payload, world.now))))
      return true
    },
  })

  let clock = freshClock
  let pings = 0
  let heard: { readonly now: number; readonly at: number } | undefined
  let first: number | undefined
  const ping = (): void => {
    const t = world.now + CLOCK_MS
    const echo =
      behaviour.echoes === 'oldest'
        ? first === undefined
          ? {}
          : { echo: first, heldMs: 0 }
        : heard === undefined
          ? {}
          : { echo: heard.now, heldMs: behaviour.echoes === 'without hold' ? 0 : t - heard.at }
    up(() => {
      const now = world.now
      if (meter.onPing({ type: 'ping', t, ...echo }, now, now) !== undefined) return
      down(() => {
        first ??= now
        heard = { now, at: world.now + CLOCK_MS }
        clock = observe(clock, t, now, world.now + CLOCK_MS)
      })
    })
    pings += 1
    world.after(pingAfterMs(pings, world.now > 0), ping)
  }

  world.at(LOGIN_MS, () => {
    meter.ping(world.now)
    ping()
  })
  let creditMs = 0
  let seat = new KeyTypist(text, 0)
  world.at(ASK_MS, () => {
    creditMs = Math.round(creditFor(meter.smallest()))
    seat = new KeyTypist(text, creditMs, [], { roundTripMs: () => meter.smallest() })
  })
  const last = keys.at(-1)?.[0] ?? 0
  for (let at = 1_000; at < last; at += 1_000) world.at(at, () => meter.ping(world.now))

  let offsetMs = 0
  world.at(-1, () => {
    offsetMs = offsetOf(clock) ?? 0
  })
  let pending: [number, string][] = []
  let sent = 0
  let lastClaimMs = 0
  let isFlushDue = false
  const flush = (): void => {
    isFlushDue = false
    const batch = { from: sent, keys: pending }
    if (pending.length === 0) return
    sent += pending.length
    pending = []
    up(() => {
      const refusal = seat.take(batch, world.now)
      if (refusal !== undefined) throw new Error(`refused: ${JSON.stringify(refusal)}`)
    })
  }
  for (const [index, [pressedMs, key]] of keys.entries()) {
    world.at(pressedMs, () => {
      const said = behaviour.claims?.(pressedMs, index / keys.length)
      // Claims before the start, or before the claim of the key before, would be refused.
      lastClaimMs = Math.max(lastClaimMs, Math.round(said ?? pressedMs + CLOCK_MS + offsetMs))
      pending.push([lastClaimMs, key])
      if (index === keys.length - 1 || behaviour.sendsAtOnce) flush()
      else if (!isFlushDue) {
        isFlushDue = true
        world.after(BATCH_MS, flush)
      }
    })
  }
  world.run(last + 10_000)
  if (!seat.complete) throw new Error('the text was not completed')
  return { figures: figuresOf(text, seat.log), creditMs }
}

/** What is due, in order of time, and of being put down for one instant. */
class Agenda {
  now = Number.NEGATIVE_INFINITY
  readonly #due: { readonly at: number; readonly run: () => void }[] = []

  at(at: number, run: () => void): void {
    const index = this.#due.findIndex(other => other.at > at)
    this.#due.splice(index < 0 ? this.#due.length : index, 0, { at, run })
  }

  after(ms: number, run: () => void): void {
    this.at(this.now + ms, run)
  }

  /** One direction of a connection: in order, each message with the delay of the instant it is sent at. */
  way(delayMs: (at: number) => number): (arrive: () => void) => void {
    let lastAt = Number.NEGATIVE_INFINITY
    return arrive => {
      lastAt = Math.max(lastAt, this.now + delayMs(this.now))
      this.at(lastAt, arrive)
    }
  }

  run(until: number): void {
    for (let next = this.#due.shift(); next !== undefined; next = this.#due.shift()) {
      if (next.at > until) return
      this.now = next.at
      next.run()
    }
  }
}
