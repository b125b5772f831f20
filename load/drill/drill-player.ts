import { setTimeout as pause } from 'node:timers/promises'
import { BOT_HABITS, type Notice, processClock, type RunningLink, runLink } from '@ketik/client'
import type { GameOver, ServerMessage } from '@ketik/protocol'
import { KeySchedule } from '../../infra/test/key-schedule.ts'
import { humanKeys } from '../../infra/test/typist.ts'
import { openDoor } from '../bots/open-door.ts'
import type { DrillDoor } from './drill-cluster.ts'
import { openBreak, type SeatRecord } from './seat-record.ts'

const LOOKS_EACH_MS = 100
/** A match may be on its way to a player who has left the queue. */
const STILL_MATCHED_MS = 2_000
/** A player who has typed all and knows its outcome waits this long for `race_over`. */
const OVER_WITHIN_MS = 45_000
const CHAT_MS = 1_500
const FEW_KEYS = 10
/** Refusals that are over by the next time. */
const PASSING = new Set(['unavailable', 'rate_limited'])

/** The client of packages/client, which races, and comes back by another door whenever a connection ends. */
export class DrillPlayer {
  readonly seats: SeatRecord[] = []
  /** Whatever the player received that it did not expect. */
  readonly surprises: string[] = []
  chatsHeard = 0
  readonly #running: RunningLink
  readonly #schedule: KeySchedule
  /** Of the race that it is in. */
  #seat: SeatRecord | undefined
  /** Of the present connection, or of the last one; at first, where to begin. */
  #door: DrillDoor | undefined
  #stays = true
  #isStopping = false
  #heardAt = 0
  #outcomeAt = 0
  #restsUntil = 0
  #chatsAt: number

  constructor(
    readonly name: string,
    private readonly random: () => number,
    chats: boolean,
    private readonly doors: readonly DrillDoor[],
    first: number,
  ) {
    this.#door = doors[first % doors.length]
    this.#chatsAt = chats ? 0 : Number.POSITIVE_INFINITY
    const clock = processClock(random)
    this.#running = runLink({
      habits: BOT_HABITS,
      clock,
      connect: () => openDoor(this.#nextDoor()),
      onNotice: notice => this.#onNotice(notice),
      onMessage: message => this.#onMessage(message),
    })
    this.#schedule = new KeySchedule(() => this.#running, clock)
  }

  /** Some of the text is typed, and some is not. */
  get isTyping(): boolean {
    const { race } = this.#running.link
    const typed = race?.outcome === null ? race.outbox.keys.length : 0
    return typed > FEW_KEYS && typed < (this.#seat?.keys.length ?? 0) - FEW_KEYS
  }

  /** Races until `stop`; then ends the race it is in. */
  async run(): Promise<void> {
    this.#running.tell({ on: 'log-in', credentials: { username: this.name, token: null } })
    while (this.#look(performance.now())) await pause(LOOKS_EACH_MS)
    this.#schedule.end()
    this.#running.stop()
  }

  stop(): void {
    this.#isStopping = true
    this.#running.tell({ on: 'leave-queue' })
    this.#restsUntil = performance.now() + STILL_MATCHED_MS
  }

  /** Does what is due by itself. Answers false when all is done. */
  #look(now: number): boolean {
    const seat = this.#seat
    if (now > this.#chatsAt) {
      this.#running.tell({ on: 'say', message: { type: 'chat', text: `halo ${Math.round(now)}` } })
      this.#chatsAt = now + CHAT_MS * (1 + this.random())
    }
    if (seat?.outcome !== undefined && now > this.#outcomeAt + OVER_WITHIN_MS) {
      this.surprises.push('no race_over')
      this.#standUp('no race_over')
    }
    if (seat !== undefined || now < this.#restsUntil) return true
    if (this.#isStopping) return false
    if (this.#running.link.queue === null) this.#running.tell({ on: 'ask-race', wish: {} })
    return true
  }

  /**
   * Another door for each connection; or, every other time that a connection was closed, the same one, as through a
   * load balancer whose cookie still holds.
   */
  #nextDoor(): DrillDoor {
    const doors = this.#stays ? [this.#door] : this.doors.filter(door => door !== this.#door)
    const door = doors[Math.floor(this.random() * doors.length)]
    if (door === undefined) throw new Error(`${this.name}: no doors`)
    this.#stays = false
    this.#door = door
    return door
  }

  #onNotice(notice: Notice): void {
    switch (notice.on) {
      case 'disconnected':
      case 'moved':
        this.#stays = notice.on === 'disconnected' && notice.fault === 'ended' && this.random() < 0.5
        this.#onBroken()
        break
      case 'closed':
        this.#onBroken()
        this.surprises.push(`closed for good with ${notice.code}`)
        this.#standUp(`close ${notice.code}`)
        this.stop()
        break
      case 'matched':
      case 'resumed':
        this.#sitDown()
        break
      case 'seat-lost':
        this.#standUp()
        break
      case 'token-refused':
        this.surprises.push('bad_token')
        break
      case 'login-refused':
      case 'refused':
        this.#restsUntil = performance.now() + 500 + 500 * this.random()
        if (!PASSING.has(notice.error.code)) this.surprises.push(notice.error.code)
        break
      case 'outcome':
        this.#onOutcome(notice.outcome)
        break
      case 'race-over':
        if (this.#seat?.race !== notice.over.race) break
        this.#seat.over = true
        this.#standUp('race_over')
        break
    }
  }

  #onMessage(message: ServerMessage): void {
    const seat = this.#seat
    this.#heardAt = performance.now()
    if ('status' in message) return
    if (message.type === 'chat') this.chatsHeard += 1
    if (message.type === 'tick' && message.race === seat?.race)
      seat.acked = Math.max(seat.acked, message.ack ?? 0)
    if (message.type !== 'snapshot' || message.race.id !== seat?.race) return
    seat.forgotten += Math.max(0, seat.acked - message.ack)
    seat.acked = Math.max(seat.acked, message.ack)
    const gap = openBreak(seat)
    if (gap !== undefined) gap.resumedAt = this.#heardAt
  }

  /** Only a race whose end for this player is open is missed. */
  #onBroken(): void {
    const seat = this.#seat
    const sent = this.#running.link.race?.outbox.sent ?? 0
    const isMissed = seat !== undefined && (seat.outcome === undefined || sent < seat.keys.length)
    if (!isMissed || openBreak(seat) !== undefined) return
    const node = this.#door?.node ?? ''
    seat.breaks.push({ node, heardLastAt: this.#heardAt, noticedAt: performance.now() })
  }

  /** A new race is typed from its first key. A race that is behind the player is left again. */
  #sitDown(): void {
    const view = this.#running.link.race?.view
    if (view === undefined) return
    if (view.id === this.#seat?.race) this.#schedule.goOn()
    else if (this.seats.some(({ race }) => race === view.id)) this.#running.tell({ on: 'leave-race' })
    else {
      this.#explain('another race')
      const wpm = 90 + Math.floor(this.random() * 110)
      const keys = humanKeys(view.text.text, wpm, Math.floor(this.random() * 2 ** 31))
      this.#seat = {
        player: this.name,
        race: view.id,
        seat: view.seat,
        keys,
        acked: 0,
        forgotten: 0,
        over: false,
        breaks: [],
      }
      this.seats.push(this.#seat)
      this.#schedule.begin(keys)
    }
  }

  #standUp(why?: string): void {
    if (why !== undefined) this.#explain(why)
    this.#seat = undefined
    this.#running.tell({ on: 'leave-race' })
    this.#restsUntil = performance.now() + 200 + 1_300 * this.random()
  }

  /** Why the player does not get its race back. */
  #explain(why: string, seat = this.#seat): void {
    const gap = openBreak(seat)
    if (gap !== undefined) gap.told = why
  }

  /** A second outcome, or one in place of a snapshot, is the answer to a player who came back too late. */
  #onOutcome({ race, result, reason }: GameOver): void {
    const seat = this.seats.find(one => one.race === race)
    if (seat === undefined) return
    const isBack = openBreak(seat) !== undefined || seat.outcome !== undefined
    seat.outcome = reason === undefined ? result : `${result}: ${reason}`
    this.#explain(seat.outcome, seat)
    if (seat !== this.#seat) return
    const isAtEnd = reason !== undefined && result !== 'won'
    if (isAtEnd || isBack) this.#standUp()
    else this.#outcomeAt = performance.now()
  }
}
