import type { Heard, Message, Player } from '../../infra/test/player.ts'
import { humanKeys, type RaceView, seeded } from '../../infra/test/typist.ts'
import {
  loginWithinMs,
  pingAfterMs,
  SNAPSHOT_WITHIN_MS,
  silentAfterMs,
} from '../../packages/client/src/index.ts'
import { mayReconnect } from '../../packages/protocol/src/index.ts'
import type { DrillDoor } from './drill-node.ts'
import { OffsetEstimate } from './offset-estimate.ts'
import { openWire } from './open-wire.ts'
import { openBreak, type SeatRecord } from './seat-record.ts'

// The habits of the web client (apps/web/src/world).
const BATCH_MS = 100
const RESEND_MS = 150
const SLOW_DOWN_MS = 600
/** One who has typed all and heard its outcome waits this long for `race_over`. */
const OVER_WITHIN_MS = 45_000
const CHAT_MS = 1_500

export type Habits = { readonly name: string; readonly seed: number; readonly chats: boolean }

/** A scripted v1 typist: races, and comes back by another door whenever a connection ends in a way that allows it. */
export class DrillPlayer {
  readonly seats: SeatRecord[] = []
  /** Whatever it was told that it did not expect. */
  readonly surprises: string[] = []
  chatsHeard = 0
  readonly #random: () => number
  #door: number
  #attempt = 0
  #token: string | undefined
  #wire: Player | undefined
  #node = ''
  #ready = false
  #seat: SeatRecord | undefined
  /** Keys sent on this connection's account; undefined while it has not got the race. */
  #sent: number | undefined
  #offset = new OffsetEstimate()
  #waiting = false
  #stopping = false
  #idleSince = performance.now()
  #silentUntil = 0
  #stays = false
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(
    private readonly habits: Habits,
    private readonly doors: readonly DrillDoor[],
  ) {
    this.#random = seeded(habits.seed)
    this.#door = Math.floor(this.#random() * doors.length)
  }

  get name(): string {
    return this.habits.name
  }

  /** With a text open, and some of it still to be typed. */
  get isTyping(): boolean {
    const now = this.#offset.clusterNow()
    const seat = this.#seat
    if (seat === undefined || now === undefined || seat.outcome !== undefined) return false
    const at = now - seat.startsAt
    return at > 1_000 && at < (seat.keys.at(-1)?.[0] ?? 0) - 1_000
  }

  /** Races until told to stop; then ends the race it is in. */
  async run(): Promise<void> {
    while (!this.#isDone()) {
      const wire = await this.#open()
      if (wire === undefined) continue
      this.#wire = wire
      const mayComeBack = await this.#converse(wire)
      this.#hangUp(wire)
      if (!mayComeBack) return
    }
  }

  stop(): void {
    this.#stopping = true
    if (this.#seat === undefined && this.#waiting) this.#send({ type: 'leave_queue' })
    this.#idleSince = performance.now()
  }

  get #isRacing(): boolean {
    return this.#seat !== undefined && this.#seat.outcome === undefined
  }

  #isDone(): boolean {
    return this.#stopping && this.#seat === undefined && performance.now() - this.#idleSince > 2_000
  }

  async #open(): Promise<Player | undefined> {
    const door = this.doors[this.#door % this.doors.length]
    if (door === undefined) return undefined
    try {
      const wire = await openWire(door, this.name, loginWithinMs(this.#isRacing))
      this.#node = door.node
      return wire
    } catch {
      await this.#pause()
      return undefined
    }
  }

  /** As long as the connection lives. Answers whether the player may come back. */
  async #converse(wire: Player): Promise<boolean> {
    this.#offset = new OffsetEstimate()
    this.#send({ type: 'login', username: this.name, v: 1, token: this.#token, race: this.#seat?.race })
    let heardAt = performance.now()
    const lateAt = heardAt + loginWithinMs(this.#isRacing)
    while (!this.#isDone()) {
      const until = this.#ready ? heardAt + silentAfterMs(this.#isRacing) : lateAt
      const left = Math.min(until - performance.now(), this.#stopping ? 500 : Number.POSITIVE_INFINITY)
      try {
        const heard = await wire.nextHeard(() => true, left)
        heardAt = heard.at
        if (!this.#hear(heard)) break
      } catch {
        if (wire.closedWith === undefined && performance.now() < until) continue
        this.#onBroken(heardAt)
        this.#stays = wire.closedWith !== undefined && this.#random() < 0.5
        const code = wire.closedWith ?? 0
        if (wire.closedWith !== undefined && !mayReconnect(code) && code !== 0) return this.#banish(code)
        break
      }
    }
    if (!this.#isDone()) await this.#pause()
    return true
  }

  #banish(code: number): false {
    this.surprises.push(`closed for good with ${code}`)
    const gap = openBreak(this.#seat)
    if (gap !== undefined) gap.told = `close ${code}`
    return false
  }

  #hangUp(wire: Player): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    this.#onBroken(performance.now())
    wire.destroy()
    this.#ready = false
    this.#waiting = false
    this.#sent = undefined
    this.#wire = undefined
  }

  /** Only a race whose end for this player is open is missed. */
  #onBroken(heardLastAt: number): void {
    const seat = this.#seat
    if (seat === undefined || openBreak(seat) !== undefined) return
    if (this.#sent === undefined) return
    if (seat.outcome !== undefined && this.#sent >= seat.keys.length) return
    const noticedAt = performance.now()
    seat.breaks.push({ node: this.#node, heardLastAt, noticedAt, resumedAt: undefined, told: undefined })
  }

  /**
   * Another door, after a while that grows with each try; or, every other time that a connection was closed, the same
   * one, as through a load balancer whose cookie still holds.
   */
  async #pause(): Promise<void> {
    const step = this.#stays ? 0 : 1 + Math.floor(this.#random() * (this.doors.length - 1))
    this.#stays = false
    this.#door = (this.#door + step) % this.doors.length
    const ceiling = Math.min(2_500, 250 * 2 ** (this.#attempt - 1))
    const ms = this.#attempt === 0 ? 0 : ceiling / 2 + (ceiling / 2) * this.#random()
    this.#attempt += 1
    await new Promise(resolve => setTimeout(resolve, ms))
  }

  /** False when the connection must be given up for another. */
  #hear({ message, at }: Heard): boolean {
    switch (message.type ?? message.status) {
      case 'welcome':
        this.#onWelcome(String(message['token']))
        break
      case 'pong':
        this.#offset.observe(Number(message['t']), Number(message['now']), at)
        break
      case 'matched':
        this.#sitDown(message['race'] as RaceView, 0)
        break
      case 'snapshot':
        this.#sitDown(message['race'] as RaceView, Number(message['ack']))
        break
      case 'tick':
        this.#onAck(Number(message['ack'] ?? 0))
        break
      case 'game_over':
        this.#onOutcome(message)
        break
      case 'race_over':
        if (this.#seat !== undefined) this.#standUp(this.#seat, 'race_over')
        break
      case 'chat':
        this.chatsHeard += 1
        break
      case 'error':
        return this.#onError(message)
    }
    return true
  }

  #onWelcome(token: string): void {
    this.#token = token
    this.#ready = true
    this.#attempt = 0
    this.#ping(1)
    if (this.habits.chats) this.#chat(1)
    if (this.#seat === undefined) this.#askForRace()
    else {
      this.#after(SNAPSHOT_WITHIN_MS, () => {
        if (this.#seat !== undefined && this.#sent === undefined) this.#standUp(this.#seat, undefined)
      })
    }
    this.#type()
  }

  #askForRace(): void {
    if (this.#stopping || this.#waiting || this.#seat !== undefined) return
    this.#waiting = true
    this.#send({ type: 'req_matchmaking' })
  }

  #sitDown(race: RaceView, ack: number): void {
    this.#waiting = false
    this.#sent = ack
    const known = this.#seat
    if (known?.race === race.id) {
      known.forgotten += Math.max(0, known.acked - ack)
      known.acked = Math.max(known.acked, ack)
      const gap = openBreak(known)
      if (gap !== undefined) gap.resumedAt = performance.now()
      return
    }
    const earlier = this.seats.find(({ race: id }) => id === race.id)
    if (earlier !== undefined) return // a race that is behind us: its record is still there
    if (known !== undefined) this.#standUp(known, 'another race')
    this.#sent = ack
    const wpm = 90 + Math.floor(this.#random() * 110)
    const keys = humanKeys(race.text.text, wpm, Math.floor(this.#random() * 2 ** 31))
    this.#seat = {
      player: this.name,
      race: race.id,
      seat: race.seat,
      keys,
      startsAt: race.startsAt,
      acked: ack,
      forgotten: 0,
      outcome: undefined,
      over: false,
      breaks: [],
    }
    this.seats.push(this.#seat)
  }

  #standUp(seat: SeatRecord, why: string | undefined): void {
    if (why === 'race_over') seat.over = true
    const gap = openBreak(seat)
    if (gap !== undefined && why !== undefined) gap.told = why
    this.#seat = undefined
    this.#sent = undefined
    this.#idleSince = performance.now()
    this.#after(200 + 1_300 * this.#random(), () => this.#askForRace())
  }

  #onAck(ack: number): void {
    if (this.#seat !== undefined && this.#sent !== undefined)
      this.#seat.acked = Math.max(this.#seat.acked, ack)
  }

  #onOutcome(message: Message): void {
    const seat = this.seats.find(({ race }) => race === message['race']) ?? this.#seat
    if (seat === undefined) return
    const { result, reason } = message
    seat.outcome = reason === undefined ? String(result) : `${result}: ${reason}`
    const gap = openBreak(seat)
    if (gap !== undefined) gap.told = seat.outcome
    if (this.#seat !== seat) return
    const isAtEnd = reason !== undefined && result !== 'won'
    if (isAtEnd || this.#sent === undefined) this.#standUp(seat, 'game_over')
    else {
      this.#after(OVER_WITHIN_MS, () => {
        if (this.#seat !== seat) return
        this.surprises.push('no race_over')
        this.#standUp(seat, 'no race_over')
      })
    }
  }

  #onError(message: Message): boolean {
    const code = String(message['code'])
    const seat = this.#seat
    switch (code) {
      case 'keys_repeated':
      case 'keys_out_of_order':
        if (this.#sent !== undefined) this.#sent = Number(message['expected'] ?? seat?.acked ?? 0)
        return true
      case 'keys_in_future':
      case 'not_started':
        this.#resendAfter(RESEND_MS)
        return true
      case 'rate_limited':
        this.#resendAfter(SLOW_DOWN_MS)
        return true
      case 'unavailable':
        if (!this.#ready) return false
        if (this.#waiting) {
          this.#waiting = false
          this.#after(500 + 500 * this.#random(), () => this.#askForRace())
        }
        return true
      case 'not_racing':
      case 'not_waiting':
      case 'wrong_race':
        return true
      default:
        this.surprises.push(code)
        return this.#ready
    }
  }

  #resendAfter(ms: number): void {
    this.#silentUntil = performance.now() + ms
    if (this.#sent !== undefined) this.#sent = Math.min(this.#sent, this.#seat?.acked ?? 0)
  }

  #ping(count: number): void {
    this.#send({ type: 'ping', t: performance.now(), ...this.#offset.echo() })
    this.#after(pingAfterMs(count, this.#isRacing), () => this.#ping(count + 1))
  }

  #chat(count: number): void {
    this.#after(CHAT_MS * (1 + this.#random()), () => {
      this.#send({ type: 'chat', text: `halo ${count}` })
      this.#chat(count + 1)
    })
  }

  /** Sends what was pressed by now, every 100 ms. The player types on whether the connection lives or not. */
  #type(): void {
    this.#after(BATCH_MS, () => {
      this.#sendDue()
      this.#type()
    })
  }

  #sendDue(): void {
    const seat = this.#seat
    const now = this.#offset.clusterNow()
    if (seat === undefined || this.#sent === undefined || now === undefined) return
    if (performance.now() < this.#silentUntil) return
    const due = seat.keys.slice(this.#sent).filter(([at]) => at <= now - seat.startsAt)
    for (let i = 0; i < due.length; i += 64) {
      const keys = due.slice(i, i + 64)
      this.#send({ type: 'keys', race: seat.race, from: this.#sent, keys })
      this.#sent += keys.length
    }
  }

  #send(message: unknown): void {
    if (this.#wire !== undefined && this.#wire.closedWith === undefined) this.#wire.send(message)
  }

  #after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, ms)
    this.#timers.add(timer)
  }
}
