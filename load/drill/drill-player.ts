import {
  isOnline,
  type LocalClock,
  type Notice,
  processClock,
  type RunningLink,
  runLink,
} from '@ketik/client'
import type { ErrorMessage, GameOver, ServerMessage } from '@ketik/protocol'
import { KeySchedule } from '../../infra/test/key-schedule.ts'
import { seeded } from '../../infra/test/seeded.ts'
import { BOT_HABITS } from '../bots/bot-habits.ts'
import { openDoor } from '../bots/open-door.ts'
import type { DrillDoor } from './drill-node.ts'
import { SeatBook } from './seat-book.ts'
import type { SeatRecord } from './seat-record.ts'

/** A player who has typed all and knows its outcome waits this long for `race_over`. */
const OVER_WITHIN_MS = 45_000
const CHAT_MS = 1_500
const DONE_CHECK_MS = 250

/** Refusals that the client repairs by itself. */
const REPAIRED = new Set([
  'keys_repeated',
  'keys_out_of_order',
  'keys_in_future',
  'not_started',
  'rate_limited',
  'unavailable',
  'not_racing',
  'not_waiting',
  'wrong_race',
])

export type Habits = { readonly name: string; readonly seed: number; readonly chats: boolean }

/** The client of packages/client, which races, and comes back by another door whenever a connection ends. */
export class DrillPlayer {
  /** Whatever the player received that it did not expect. */
  readonly surprises: string[] = []
  chatsHeard = 0
  readonly #random: () => number
  readonly #clock: LocalClock
  readonly #book: SeatBook
  readonly #schedule: KeySchedule
  readonly #running: RunningLink
  readonly #timers = new Set<() => void>()
  #door: number
  #connections = 0
  #stays = false
  #isStopping = false
  #heardAt = performance.now()
  #idleSince = performance.now()
  #onDone: () => void = () => undefined

  constructor(
    private readonly habits: Habits,
    private readonly doors: readonly DrillDoor[],
  ) {
    this.#random = seeded(habits.seed)
    this.#door = Math.floor(this.#random() * doors.length)
    this.#book = new SeatBook(habits.name, this.#random)
    this.#clock = processClock(this.#random)
    this.#running = runLink({
      habits: BOT_HABITS,
      clock: this.#clock,
      connect: () => openDoor(this.#nextDoor()),
      onNotice: notice => this.#onNotice(notice),
      onMessage: message => this.#onMessage(message),
    })
    this.#schedule = new KeySchedule(() => this.#running, this.#clock)
  }

  get name(): string {
    return this.habits.name
  }

  get seats(): readonly SeatRecord[] {
    return this.#book.seats
  }

  /** With a text open, and some of it still to be typed. */
  get isTyping(): boolean {
    const seat = this.#book.current
    const { race } = this.#running.link
    if (seat === undefined || race === null || seat.outcome !== undefined) return false
    const at = performance.now() + race.offsetMs - seat.startsAt
    return at > 1_000 && at < (seat.keys.at(-1)?.[0] ?? 0) - 1_000
  }

  /** Races until `stop`; then ends the race it is in. */
  async run(): Promise<void> {
    await new Promise<void>(resolve => {
      this.#onDone = resolve
      this.#running.tell({ on: 'log-in', credentials: { username: this.name, token: null } })
      if (this.habits.chats) this.#chat(1)
      this.#checkDone()
    })
    this.#schedule.end()
    for (const cancel of this.#timers) cancel()
    this.#running.stop()
  }

  stop(): void {
    this.#isStopping = true
    if (this.#book.current === undefined) this.#running.tell({ on: 'leave-queue' })
    this.#idleSince = performance.now()
  }

  #checkDone(): void {
    const isIdle = this.#book.current === undefined && performance.now() - this.#idleSince > 2_000
    if (this.#isStopping && isIdle) this.#onDone()
    else this.#after(DONE_CHECK_MS, () => this.#checkDone())
  }

  /**
   * Another door for each connection; or, every other time that a connection was closed, the same one, as through a
   * load balancer whose cookie still holds.
   */
  #nextDoor(): DrillDoor {
    const isFirst = this.#connections === 0
    const step = isFirst || this.#stays ? 0 : 1 + Math.floor(this.#random() * (this.doors.length - 1))
    this.#stays = false
    this.#connections += 1
    this.#door = (this.#door + step) % this.doors.length
    const door = this.doors[this.#door]
    if (door === undefined) throw new Error(`${this.name}: no doors`)
    return door
  }

  #onNotice(notice: Notice): void {
    switch (notice.on) {
      case 'welcomed':
        this.#book.node = this.doors[this.#door]?.node ?? ''
        this.#askForRace()
        break
      case 'disconnected':
        this.#stays = notice.fault === 'ended' && this.#random() < 0.5
        this.#onBroken()
        break
      case 'moved':
        this.#onBroken()
        break
      case 'closed':
        this.#onBroken()
        this.surprises.push(`closed for good with ${notice.code}`)
        this.#book.explain(`close ${notice.code}`)
        this.#onDone()
        break
      case 'matched':
      case 'resumed':
        this.#sitDown()
        break
      case 'seat-lost':
        this.#standUp(undefined)
        break
      case 'refused':
        if (notice.error.code === 'unavailable' && isOnline(this.#running.link))
          this.#after(500 + 500 * this.#random(), () => this.#askForRace())
        break
      case 'outcome':
        this.#onOutcome(notice.outcome)
        break
      case 'race-over':
        if (this.#book.current?.race === notice.over.race) {
          this.#book.current.over = true
          this.#standUp('race_over')
        }
        break
    }
  }

  #onMessage(message: ServerMessage): void {
    this.#heardAt = performance.now()
    if ('status' in message) return
    if (message.type === 'chat') this.chatsHeard += 1
    else if (message.type === 'tick') this.#book.onAck(message.ack ?? 0)
    else if (message.type === 'error') this.#onError(message)
    else if (message.type === 'snapshot' && message.race.id === this.#book.current?.race)
      this.#book.onResumed(message.ack, this.#heardAt)
  }

  #onError({ code }: ErrorMessage): void {
    if (!REPAIRED.has(code)) this.surprises.push(code)
  }

  #onBroken(): void {
    const sent = this.#running.link.race?.outbox.sent ?? 0
    this.#book.onBroken(this.#heardAt, performance.now(), sent)
  }

  #askForRace(): void {
    const { queue } = this.#running.link
    if (!this.#isStopping && this.#book.current === undefined && queue === null)
      this.#running.tell({ on: 'ask-race', wish: {} })
  }

  /** A new race is typed from its first key. A race that is behind the player is left again. */
  #sitDown(): void {
    const view = this.#running.link.race?.view
    const { current } = this.#book
    if (view === undefined) return
    if (current?.race === view.id) {
      this.#schedule.goOn()
      return
    }
    if (this.#book.find(view.id) !== undefined) {
      this.#running.tell({ on: 'leave-race' })
      return
    }
    if (current !== undefined) this.#book.explain('another race')
    this.#schedule.begin(this.#book.begin(view).keys)
  }

  #standUp(why: string | undefined): void {
    if (why !== undefined) this.#book.explain(why)
    this.#book.current = undefined
    this.#book.isAttached = false
    this.#idleSince = performance.now()
    this.#running.tell({ on: 'leave-race' })
    this.#after(200 + 1_300 * this.#random(), () => this.#askForRace())
  }

  #onOutcome(outcome: GameOver): void {
    const { current, isAttached } = this.#book
    const seat = this.#book.onOutcome(outcome)
    if (seat === undefined || seat !== current) return
    const isAtEnd = outcome.reason !== undefined && outcome.result !== 'won'
    if (isAtEnd || !isAttached) this.#standUp('game_over')
    else {
      this.#after(OVER_WITHIN_MS, () => {
        if (this.#book.current !== seat) return
        this.surprises.push('no race_over')
        this.#standUp('no race_over')
      })
    }
  }

  #chat(count: number): void {
    this.#after(CHAT_MS * (1 + this.#random()), () => {
      this.#running.tell({ on: 'say', message: { type: 'chat', text: `halo ${count}` } })
      this.#chat(count + 1)
    })
  }

  #after(ms: number, run: () => void): void {
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(cancel)
      run()
    })
    this.#timers.add(cancel)
  }
}
