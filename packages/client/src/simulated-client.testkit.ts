import { type ClientMessage, decodeServerMessage, type RaceView, type ServerMessage } from '@ketik/protocol'
import type { DriverEvent } from './driver/effect-runner.ts'
import type { DriverEffect } from './link-effect.ts'

const PONG_MS = 20

type OtherEffect = { readonly do: string }

/** A client without a network, and the server that answers its pings, on a clock that the test moves. */
export abstract class SimulatedClient<Timer extends string, Other extends OtherEffect> {
  now = 1_000_000
  chance = 0.5
  /** How much later than it was set to each timer fires. */
  timersLateMs = 0
  /** The server answers each ping after `PONG_MS`. */
  answersPings = true
  /** Since the last look. */
  readonly effects: (DriverEffect<Timer> | Other)[] = []
  readonly #timers = new Map<Timer, number>()
  readonly #pongs: number[] = []

  /** `offsetMs`: cluster time less local time. */
  constructor(private readonly offsetMs: number) {}

  abstract tell(event: DriverEvent<Timer>): this

  hear(...messages: readonly (ServerMessage | Readonly<Record<string, unknown>>)[]): this {
    for (const message of messages)
      this.tell({ on: 'received', message: decodeServerMessage(JSON.stringify(message)) })
    return this
  }

  /** Time passes, and timers fire in order. */
  pass(ms: number): this {
    const until = this.now + ms
    for (;;) {
      const [next] = [...this.#timers].sort(([, one], [, other]) => one - other)
      const pingedAt = this.#pongs[0]
      if (pingedAt !== undefined && pingedAt + PONG_MS <= Math.min(until, next?.[1] ?? until)) {
        this.#pongs.shift()
        this.now = Math.max(this.now, pingedAt + PONG_MS)
        this.hear({ type: 'pong', t: pingedAt, now: pingedAt + PONG_MS / 2 + this.offsetMs })
        continue
      }
      if (next === undefined || next[1] > until) break
      this.#timers.delete(next[0])
      this.now = Math.max(this.now, next[1])
      this.tell({ on: 'timer', timer: next[0] })
    }
    this.now = until
    return this
  }

  takeEffects(): readonly (DriverEffect<Timer> | Other)[] {
    return this.effects.splice(0)
  }

  /** What was sent since the last look, without pings. */
  take(): readonly ClientMessage[] {
    return this.takeEffects()
      .flatMap(effect => (isDriverEffect(effect) && effect.do === 'send' ? [effect.message] : []))
      .filter(({ type }) => type !== 'ping')
  }

  /** When a timer fires, from now; undefined when it is not set. */
  dueIn(timer: Timer): number | undefined {
    const at = this.#timers.get(timer)
    return at === undefined ? undefined : at - this.now
  }

  welcome(username = 'Budi'): ServerMessage {
    return {
      type: 'welcome',
      v: 1,
      username,
      token: 'secret',
      node: 'n1',
      now: this.now + this.offsetMs,
      online: 2,
      graceMs: 30_000,
    }
  }

  protected do(effects: readonly (DriverEffect<Timer> | Other)[]): this {
    this.effects.push(...effects)
    for (const effect of effects.filter(isDriverEffect)) {
      if (effect.do === 'set-timer')
        this.#timers.set(effect.timer, this.now + effect.afterMs + this.timersLateMs)
      if (effect.do === 'cancel-timer') this.#timers.delete(effect.timer)
      if (effect.do === 'send' && effect.message.type === 'ping' && this.answersPings)
        this.#pongs.push(effect.message.t)
      if (effect.do === 'close') this.#pongs.length = 0
    }
    return this
  }

  protected stop(): void {
    this.#timers.clear()
  }
}

const DRIVER_EFFECTS: readonly string[] = ['connect', 'close', 'send', 'set-timer', 'cancel-timer']

const isDriverEffect = <Timer extends string>(
  effect: DriverEffect<Timer> | OtherEffect,
): effect is DriverEffect<Timer> => DRIVER_EFFECTS.includes(effect.do)

export const leaderboard: ServerMessage = { type: 'res_leaderboard', window: 'all', data: [] }

export const raceView = (
  text: string,
  startsAt: number,
  names: readonly string[] = ['Budi', 'Ani'],
  id = 'r1',
): RaceView => ({
  id,
  startsAt,
  endsAt: startsAt + 60_000,
  seat: 0,
  text: { id: 't1', lang: 'en', text, source: 'a test', licence: 'CC0-1.0' },
  seats: names.map(username => ({
    player: username,
    username,
    timed: 'keys',
    creditMs: 0,
    resumable: true,
  })),
  rematchRoom: 'rematch-secret',
})

/** The player of seat 0 meets the others of a race. */
export const matched = (race: RaceView): ServerMessage => {
  const [opponent = '', ...others] = race.seats.slice(1).map(({ username }) => username)
  return { status: 'matched', opponent, opponents: [opponent, ...others], race }
}
