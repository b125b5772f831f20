import type { Message, Player } from './player.ts'
import { seeded } from './seeded.ts'

export type Key = readonly [offsetMs: number, key: string]

/**
 * When a human of about that speed would press each key of a text: gaps of log-normal spread that follow the pairs of
 * keys and the beginnings of words, so much that no text of ours makes it doubtful (`plausibilityOf`); whole milliseconds.
 */
export const humanKeys = (text: string, wpm: number, seed: number, firstKeyMs = 200): Key[] => {
  const random = seeded(seed)
  const pairs = new Map<string, number>()
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const gaps = [...text].slice(1).map((key, i) => {
    const pair = `${text[i]}${key}`
    const own = pairs.get(pair) ?? 0.3 * normal()
    pairs.set(pair, own)
    return Math.exp(own + 0.15 * normal() + (text[i] === ' ' ? 0.35 : 0))
  })
  const scale = ((12_000 / wpm) * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0)
  let at = firstKeyMs
  return [...text].map((key, i) => {
    if (i > 0) at += (gaps[i - 1] ?? 0) * scale
    return [Math.round(at), key] as const
  })
}

/** wpm = 12000 × (chars − 1) / (last − first), as it truly was typed. */
export const trueWpm = (keys: readonly Key[]): number =>
  (12_000 * (keys.length - 1)) / ((keys.at(-1)?.[0] ?? 0) - (keys[0]?.[0] ?? 0))

export type RaceView = {
  readonly id: string
  readonly startsAt: number
  readonly seat: number
  readonly text: { readonly text: string }
}

/** What the next ping says of a pong with that `now`, received at that local instant. */
type EchoOf = (now: number, heardAt: number) => object | undefined

const truly: EchoOf = (echo, heardAt) => ({ echo, heldMs: Math.max(0, performance.now() - heardAt) })

/** A v1 player that knows its offset to cluster time and types to a schedule, as the web client does. */
export class Typist {
  token = ''
  race: RaceView | undefined
  /** What it sends: its whole log; `acked` of it are safe. */
  keys: readonly Key[] = []
  acked = 0
  sent = 0
  /** Cluster time less this process's monotonic time. */
  offsetMs = 0
  #timer: NodeJS.Timeout | undefined

  constructor(public player: Player) {}

  /** Logs in as a v1 client; `race`: the one it says it was in. */
  async login(token?: string, race?: string): Promise<Message> {
    const { player } = this
    player.send({ type: 'login', username: player.name, v: 1, token, race })
    const welcome = await player.next('welcome')
    this.token = String(welcome['token'])
    return welcome
  }

  /** Five pings, one after the other; the lowest-delay one gives the offset. `echoOf`: what is said of each pong. */
  async measureClock(echoOf: EchoOf = truly): Promise<void> {
    let best = Number.POSITIVE_INFINITY
    let echo: object | undefined
    for (let i = 0; i < 5; i++) {
      const t = performance.now()
      this.player.send({ type: 'ping', t, ...echo })
      const heard = await this.player.nextHeard('pong')
      const roundTripMs = heard.at - t
      const now = Number(heard.message['now'])
      echo = echoOf(now, heard.at)
      if (roundTripMs >= best) continue
      best = roundTripMs
      this.offsetMs = now - (t + heard.at) / 2
    }
    this.player.send({ type: 'ping', t: performance.now(), ...echo })
    await this.player.next('pong')
  }

  async matched(): Promise<RaceView> {
    this.race = (await this.player.next('matched'))['race'] as RaceView
    return this.race
  }

  /** Types the keys at their instants, in batches of 100 ms, the last one at once. Resolves when all are sent. */
  async type(keys: readonly Key[]): Promise<void> {
    this.keys = keys
    await new Promise<void>(resolve => {
      const turn = () => {
        this.sendDue()
        if (this.sent >= keys.length) {
          resolve()
          return
        }
        const last = keys.at(-1)?.[0] ?? 0
        const untilLast = last - this.#raceNow()
        this.#timer = setTimeout(turn, untilLast > 0 && untilLast < 100 ? Math.ceil(untilLast) : 100)
      }
      turn()
    })
  }

  /** Sends the keys that have been pressed by now and were not sent yet. */
  sendDue(): void {
    const due = this.keys.slice(this.sent).filter(([at]) => at <= this.#raceNow())
    for (let i = 0; i < due.length; i += 64) this.sendBatch(this.sent, due.slice(i, i + 64))
  }

  /** Sends each key alone as soon as it is pressed, with the instant that `claimOf` makes of it. */
  async claim(keys: readonly Key[], claimOf: (pressedMs: number, part: number) => number): Promise<void> {
    let claimedMs = 0
    for (const [index, [pressedMs, key]] of keys.entries()) {
      await this.reaches(pressedMs)
      claimedMs = Math.max(claimedMs, Math.round(claimOf(pressedMs, index / keys.length)))
      this.sendBatch(index, [[claimedMs, key]])
    }
  }

  /** Resolves at an instant of the race. */
  async reaches(raceMs: number): Promise<void> {
    const waitMs = raceMs - this.#raceNow()
    if (waitMs > 0) await new Promise(resolve => setTimeout(resolve, Math.ceil(waitMs)))
  }

  sendBatch(from: number, keys: readonly Key[]): void {
    this.player.send({ type: 'keys', race: this.race?.id, from, keys })
    this.sent = from + keys.length
  }

  /** Stops typing, as when the connection is gone. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  /** What `trueWpm` would be, had the last key been pressed only at an instant of this process: no server may count less. */
  wpmHadItLasted(until: number): number {
    return (12_000 * (this.keys.length - 1)) / (this.#raceMsAt(until) - (this.keys[0]?.[0] ?? 0))
  }

  #raceNow(): number {
    return this.#raceMsAt(performance.now())
  }

  #raceMsAt(instant: number): number {
    return instant + this.offsetMs - (this.race?.startsAt ?? 0)
  }
}

/** A connected v1 player, logged in, with its clock measured. */
export const readyTypist = async (connecting: Promise<Player>): Promise<Typist> => {
  const typist = new Typist(await connecting)
  await typist.login()
  await typist.measureClock()
  return typist
}

/** All ask for one room, whose name keeps other tests out; answers each one's view of the race. */
export const meet = async (typists: readonly Typist[], room: string): Promise<readonly RaceView[]> => {
  for (const { player } of typists) player.send({ type: 'req_matchmaking', room, seats: typists.length })
  return await Promise.all(typists.map(typist => typist.matched()))
}
