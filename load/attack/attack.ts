import { setTimeout as pause } from 'node:timers/promises'
import { HostileLine, type Tally } from './hostile-line.ts'

/** The ports of the cluster under attack: HTTP, the TCP race door, and the same behind the PROXY protocol. */
export type Doors = Readonly<Record<'http' | 'race' | 'proxied', readonly number[]>>

/** The port of a kind of door at the node of this number, modulo how many there are. */
export const portOf = (doors: Doors, door: keyof Doors, node = 0): number =>
  doors[door][node % doors[door].length] ?? 0

export type Attack = {
  readonly name: string
  readonly what: string
  /** How many addresses it comes from, one unless told otherwise. */
  readonly addresses?: number
  /** Also among the quick ones. */
  readonly telling?: boolean
  /** How many times as long as others it lasts: what the server bounds by time takes longer to show. */
  readonly patience?: number
  run(arena: Arena): Promise<void>
}

/** What the process of an attacker is given. */
export type Job = {
  readonly attack: string
  readonly doors: Doors
  /** Each attack comes from a network of its own: budgets outlast it. */
  readonly network: number
  /** How much of the full scale, up to 1. */
  readonly scale: number
  readonly ms: number
}

/** What the process of an attacker answers: what it tried, what became of it, and the CPU that took. */
export type Outcome = Readonly<Tally> & { readonly cpuMs: number }

const TURN_MS = 20
/** Timers are late by one or two. */
const LATE_TURN_MS = 25

/** Where an attack takes place: opens its connections, keeps its pace, and says when it is over. */
export class Arena {
  readonly tally: Tally = { attempts: 0, outcomes: {} }
  readonly #endsAt: number

  constructor(
    private readonly job: Job,
    private readonly addresses = 1,
  ) {
    this.#endsAt = performance.now() + job.ms
  }

  get isOn(): boolean {
    return performance.now() < this.#endsAt
  }

  scaled(count: number): number {
    return Math.ceil(count * this.job.scale)
  }

  /** A connection to the i-th node from the i-th address, each modulo how many there are; no honest player has such an address. */
  open(door: keyof Doors, i = 0, isDeaf = false): HostileLine {
    const from = `127.${this.job.network}.0.${1 + (i % this.addresses)}`
    return new HostileLine(portOf(this.job.doors, door, i), from, this.tally, isDeaf)
  }

  /** Acts so often a second, in turns of 20 ms, to the end; what a busy machine kept it from for longer is left out. */
  async atRate(perSecond: number, act: (i: number) => void): Promise<void> {
    let due = 0
    let done = 0
    for (let last = performance.now() - TURN_MS; this.isOn; await pause(TURN_MS)) {
      const now = performance.now()
      due += (perSecond * this.job.scale * Math.min(now - last, LATE_TURN_MS)) / 1_000
      last = now
      for (; done < Math.floor(due); done++) act(done)
    }
  }

  /** Acts so many times side by side, again and again, to the end. */
  async sideBySide(count: number, act: (one: number, turn: number) => Promise<unknown>): Promise<void> {
    await Promise.all(
      Array.from({ length: this.scaled(count) }, async (_, one) => {
        for (let turn = 0; this.isOn; turn++) await act(one, turn)
      }),
    )
  }
}
