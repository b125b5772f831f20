import { quantiles } from '../../../infra/test/quantile.ts'
import { inTurns } from '../../in-turns.ts'
import type { Conversation, Dialect } from './dialect.ts'
import type { RaceFigures, RaceJob } from './job.ts'
import { type Racer, racersFor } from './racer.ts'
import { RawSocket } from './raw-socket.ts'

type Player = Racer & { readonly talk: Conversation; readonly socket: RawSocket }

const SLOT_MS = 5
const AT_ONCE = 64

/** Races of players who send at a steady rate, each at an instant of its own within the period. */
export class RaceLoad {
  readonly #racers: readonly Racer[]
  readonly #players: Player[] = []
  readonly #slots: Player[][]
  readonly #slotMs: number
  #latency: number[] = []
  #lateness: number[] = []
  #sent = 0
  #measuredFrom = Number.POSITIVE_INFINITY
  #measuredTo = Number.POSITIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(
    private readonly job: RaceJob,
    private readonly dialect: Dialect,
  ) {
    this.#racers = racersFor(job.races, job.seats, job.ports.length)
    const periodMs = 1_000 / job.updatesPerSecond
    const count = Math.max(1, Math.round(periodMs / SLOT_MS))
    this.#slotMs = periodMs / count
    this.#slots = Array.from({ length: count }, () => [])
  }

  async connect(): Promise<void> {
    await inTurns(this.#racers, AT_ONCE, async (racer, index) => {
      const talk = this.dialect.converse(racer, index, (of, update) => this.#seen(racer, of, update))
      const { ports } = this.job
      const node = this.dialect.isRaceOnOneNode ? racer.race % ports.length : racer.node
      const port = ports[node] ?? 0
      const socket = await RawSocket.open(port, await this.dialect.path(racer, port), payload =>
        talk.onMessage(payload),
      )
      await talk.login(socket)
      this.#players[index] = { ...racer, talk, socket }
    })
    const random = randomFrom(7)
    for (const player of this.#players) this.#slots[Math.floor(random() * this.#slots.length)]?.push(player)
  }

  async enter(): Promise<void> {
    await Promise.all(this.#players.map(({ talk }) => talk.enter()))
  }

  start(): void {
    let slot = 0
    let due = performance.now() + this.#slotMs
    const turn = () => {
      for (let now = performance.now(); due <= now; now = performance.now()) {
        for (const player of this.#slots[slot] ?? []) this.#send(player, due)
        slot = (slot + 1) % this.#slots.length
        due += this.#slotMs
      }
      this.#timer = setTimeout(turn, Math.max(1, due - performance.now()))
    }
    this.#timer = setTimeout(turn, this.#slotMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  begin(): () => RaceFigures {
    const startedAt = performance.now()
    const cpu = process.cpuUsage()
    const [sent, bytesIn, bytesOut] = [this.#sent, this.#bytes('bytesIn'), this.#bytes('bytesOut')]
    this.#latency = []
    this.#lateness = []
    this.#measuredFrom = startedAt
    return () => {
      this.#measuredTo = performance.now()
      const { user, system } = process.cpuUsage(cpu)
      const count = this.#sent - sent
      return {
        sent: count,
        due: count * (this.job.seats - 1),
        latencyMs: quantiles(this.#latency),
        latenessMs: quantiles(this.#lateness),
        generatorShare: (user + system) / 1_000 / (this.#measuredTo - startedAt),
        bytesIn: this.#bytes('bytesIn') - bytesIn,
        bytesOut: this.#bytes('bytesOut') - bytesOut,
      }
    }
  }

  /** How many last updates some opponent has not seen. */
  lost(): number {
    let lost = 0
    for (const [index, { race, sentAt }] of this.#racers.entries()) {
      for (let seat = 0; seat < this.job.seats; seat++) {
        const viewer = race * this.job.seats + seat
        if (viewer === index || sentAt.length === 1) continue
        if ((this.#racers[viewer]?.seen.get(index) ?? 0) !== sentAt.length - 1) lost += 1
      }
    }
    return lost
  }

  #send({ sentAt, talk, socket }: Player, due: number): void {
    const now = performance.now()
    const frame = talk.update(sentAt.length)
    sentAt.push(now)
    socket.send(frame)
    this.#sent += 1
    this.#lateness.push(now - due)
  }

  /** A value shows all updates up to it: what a later one overtook counts until then. */
  #seen({ seen }: Racer, of: number, update: number): void {
    const now = performance.now()
    const before = seen.get(of) ?? 0
    if (update <= before) return
    seen.set(of, update)
    const sentAt = this.#racers[of]?.sentAt ?? []
    for (let number = before + 1; number <= update; number++) {
      const at = sentAt[number] ?? now
      if (at >= this.#measuredFrom && at <= this.#measuredTo) this.#latency.push(now - at)
    }
  }

  #bytes(which: 'bytesIn' | 'bytesOut'): number {
    return this.#players.reduce((sum, { socket }) => sum + socket[which], 0)
  }
}

/** The same numbers in each run, so that each target meets the same load. */
const randomFrom = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return seed / 2_147_483_648
}
