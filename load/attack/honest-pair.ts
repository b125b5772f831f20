import { overTcp, overWebSocket, type Player } from '../../infra/test/player.ts'
import { humanKeys } from '../../infra/test/typist.ts'
import { MeasuredTypist } from '../bots/measured-typist.ts'
import type { Doors } from './arena.ts'

/** Something that took `ms` and was over at `at`, in monotonic ms. */
export type Sample = { readonly at: number; readonly ms: number }

const WPM_MIN = 80
const OVER_WITHIN_MS = 90_000
const CHAT_EVERY_MS = 4_000

/** Two honest players on different nodes, each from an address of its own, who race each other again and again, and chat. */
export class HonestPair {
  readonly relays: Sample[] = []
  readonly chats: Sample[] = []
  /** How connections ended that nobody but the server can have ended. */
  readonly closed: string[] = []
  #players: readonly Player[] = []
  #typists: readonly MeasuredTypist[] = []
  /** How many of each player's heard messages are in the samples. */
  readonly #read: [number, number] = [0, 0]
  #isRunning = true
  readonly #said = new Map<string, number>()

  constructor(
    private readonly number: number,
    private readonly doors: Doors,
  ) {}

  async run(): Promise<void> {
    while (this.#isRunning) {
      try {
        const typists = await this.#enter()
        for (let race = 0; this.#isRunning; race++) await this.#race(typists, race)
      } catch (error) {
        if (this.#isRunning) this.closed.push(error instanceof Error ? error.message : String(error))
      }
    }
  }

  stop(): void {
    this.#isRunning = false
    for (const player of this.#players) player.destroy()
  }

  /** Takes what was heard since the last time into the samples. */
  collect(): void {
    const [one, other] = this.#typists
    if (one === undefined || other === undefined) return
    const views = [
      [one, other, 0],
      [other, one, 1],
    ] as const
    for (const [viewer, racer, index] of views) {
      const { heard } = viewer.player
      for (const { message, at } of heard.slice(this.#read[index])) {
        if (message.type === 'tick') this.#onTick(message['seats'], racer, at)
        if (message.type === 'chat' && index === 0) this.#onChat(String(message['text']), at)
      }
      this.#read[index] = heard.length
    }
  }

  #onTick(seats: unknown, racer: MeasuredTypist, at: number): void {
    for (const [, correct] of seats as readonly (readonly [number, number])[]) {
      for (const ms of racer.updates.seen('correct', correct, at)) this.relays.push({ at, ms })
    }
  }

  #onChat(text: string, at: number): void {
    const saidAt = this.#said.get(text)
    if (saidAt === undefined) return
    this.#said.delete(text)
    this.chats.push({ at, ms: at - saidAt })
  }

  async #enter(): Promise<readonly MeasuredTypist[]> {
    const { number, doors } = this
    for (const player of this.#players) player.destroy()
    const gateway = doors.gateways[number % doors.gateways.length]
    const next = doors.gateways[(number + 1) % doors.gateways.length]
    const edge = doors.edges[number % doors.edges.length]
    const [mine, theirs] = [`127.1.${number}.1`, `127.1.${number}.2`]
    const name = `jujur${number}`
    this.#players = await Promise.all([
      overWebSocket(gateway?.http ?? 0, `${name}-a`, '/ws', mine),
      number % 2 === 0
        ? overTcp(edge?.race ?? 0, `${name}-b`, '127.0.0.1', theirs)
        : overWebSocket(next?.http ?? 0, `${name}-b`, '/ws', theirs),
    ])
    const typists = this.#players.map(player => new MeasuredTypist(player))
    for (const typist of typists) {
      await typist.login()
      await typist.measureClock()
    }
    this.#typists = typists
    this.#read.fill(0)
    return typists
  }

  async #race(typists: readonly MeasuredTypist[], race: number): Promise<void> {
    for (const { player } of typists) {
      player.send({ type: 'req_matchmaking', room: `jujur${this.number}-${Math.floor(race)}` })
    }
    const [view] = await Promise.all(typists.map(typist => typist.matched()))
    await Promise.all(
      typists.map(async (typist, i) => {
        typist.sent = 0
        typist.updates.clear()
        const seed = 1_000 * this.number + 2 * race + i
        const typing = typist.type(humanKeys(view?.text.text ?? '', WPM_MIN + (seed % 30), seed))
        const chatting = i === 1 ? this.#chat(typist.player) : undefined
        await Promise.race([typing, this.#brokenOf(typist.player)])
        await typist.player.next('race_over', OVER_WITHIN_MS)
        clearInterval(chatting)
      }),
    )
    this.collect()
    for (const { player } of typists) player.forget()
    this.#read.fill(0)
  }

  #chat(player: Player): NodeJS.Timeout {
    let count = 0
    return setInterval(() => {
      count += 1
      const text = `halo dari ${this.number}, ke-${count} pada ${Math.round(performance.now())}`
      this.#said.set(text, performance.now())
      player.send({ type: 'chat', text })
    }, CHAT_EVERY_MS)
  }

  async #brokenOf(player: Player): Promise<never> {
    const code = await player.closed(OVER_WITHIN_MS)
    throw new Error(`${player.name}: closed with ${code}`)
  }
}
