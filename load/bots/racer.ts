import {
  BOT_HABITS,
  clusterOffset,
  type Notice,
  type OpenTransport,
  processClock,
  type RaceWish,
  type RunningLink,
  runLink,
} from '@ketik/client'
import type { ClientMessage, GameOver, RaceView, ServerMessage } from '@ketik/protocol'
import { KeySchedule } from '../../infra/test/key-schedule.ts'
import { Transcript } from '../../infra/test/transcript.ts'
import { humanKeys, type Key } from '../../infra/test/typist.ts'
import type { Meter } from '../measures/metrics.ts'
import { RaceMeter } from '../measures/race-meter.ts'
import type { SentUpdates } from '../measures/sent-updates.ts'

/** So many pongs make the clock good, and let the server measure the round trip. */
const PONGS = 5
/** The notices that somebody waits for. */
const AWAITED = new Set<Notice['on']>(['welcomed', 'matched', 'race-over'])
const OVER_WITHIN_MS = 120_000

export type BotOptions = {
  readonly name: string
  /** How to connect, each time. */
  connect(): OpenTransport
  readonly meter?: Meter
}

type RacerOptions = BotOptions & {
  onNotice?(notice: Notice): void
  /** `at`: monotonic ms of this process. */
  onMessage?(message: ServerMessage, at: number): void
  /** 0: moves as soon as a node asks for it. 1: at the end of the time given. Random without it. */
  chance?(): number
}

/** The client of packages/client as a bot: it types a schedule, and comes back by itself when its connection ends. */
export class Racer {
  readonly name: string
  readonly meter: RaceMeter
  /** What it sent of the race that it is in. */
  readonly updates: SentUpdates
  /** How often a node gave it its race back. */
  returns = 0
  readonly #running: RunningLink
  /** Notices and pongs, by their names. */
  readonly #heard: Transcript
  readonly #schedule: KeySchedule
  #typed = 0
  /** Loses the connection, as a player whose network changes; it comes back at once. */
  drop = (): void => undefined

  constructor(private readonly options: RacerOptions) {
    const clock = processClock(options.chance)
    this.name = options.name
    this.meter = new RaceMeter(options.name, options.meter)
    this.updates = this.meter.updates
    this.#heard = new Transcript(options.name)
    this.#running = runLink({
      habits: BOT_HABITS,
      clock,
      connect: () => events => {
        this.meter.connecting()
        const transport = options.connect()(events)
        this.drop = () => {
          transport.close()
          events.closed({})
        }
        return transport
      },
      onNotice: notice => this.#onNotice(notice),
      onMessage: message => this.#onMessage(message),
      onSend: message => this.#onSend(message),
    })
    this.#schedule = new KeySchedule(() => this.#running, clock)
  }

  /** Milliseconds until the text of its race opens. */
  get untilStartMs(): number {
    const { link } = this.#running
    return (link.race?.view.startsAt ?? 0) - clusterOffset(link) - performance.now()
  }

  /** Logs in, and measures the clock. */
  async enter(): Promise<void> {
    this.#running.tell({ on: 'log-in', credentials: { username: this.name, token: null } })
    await this.#heard.next('welcomed')
    for (let pongs = 0; pongs < PONGS; pongs++) await this.#heard.next('pong')
  }

  ask(wish: RaceWish): void {
    this.#running.tell({ on: 'ask-race', wish })
  }

  say(text: string): void {
    this.#running.tell({ on: 'say', message: { type: 'chat', text } })
  }

  async matched(): Promise<RaceView> {
    await this.#heard.next('matched')
    const { race } = this.#running.link
    if (race === null) throw new Error(`${this.name}: no race after the match`)
    return race.view
  }

  /** Types the keys to the end of the race, at however many nodes. */
  async raceThrough(keys: readonly Key[]): Promise<void> {
    this.updates.clear()
    this.#typed = keys.length
    this.#schedule.begin(keys)
    await this.#heard.next('race-over', OVER_WITHIN_MS)
  }

  /** Types as a human of about that speed. */
  async raceAt(wpm: number, seed: number): Promise<GameOver> {
    await this.raceThrough(humanKeys(this.#running.link.race?.view.text.text ?? '', wpm, seed))
    const outcome = this.#running.link.race?.outcome
    if (outcome) return outcome
    throw new Error(`${this.name}: the race was over without an outcome`)
  }

  leave(): void {
    this.#schedule.end()
    this.#running.stop()
    this.#heard.ended(0)
    this.meter.left()
  }

  #onNotice(notice: Notice): void {
    if (notice.on === 'resumed') {
      this.returns += 1
      this.#schedule.goOn()
    }
    if (AWAITED.has(notice.on)) this.#heard.note({ type: notice.on })
    if (notice.on === 'disconnected') this.meter.lost(this.#running.link.race !== null)
    if (notice.on === 'closed') this.#heard.ended(notice.code)
    if (notice.on === 'login-refused') {
      this.#heard.note(notice.error)
      this.#heard.ended(0)
    }
    this.options.onNotice?.(notice)
  }

  #onMessage(message: ServerMessage): void {
    const at = performance.now()
    this.meter.received(message, at, -this.untilStartMs)
    this.options.onMessage?.(message, at)
    if ('type' in message && message.type === 'pong') this.#heard.note(message)
  }

  #onSend(message: ClientMessage): void {
    if (message.type !== 'keys') return
    const correct = message.from + message.keys.length
    this.meter.sent(message.keys.length, correct, Math.floor((100 * correct) / this.#typed))
  }
}
