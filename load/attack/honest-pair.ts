import type { ServerMessage } from '@ketik/protocol'
import { humanKeys } from '../../infra/test/typist.ts'
import { openDoor } from '../bots/open-door.ts'
import { Racer } from '../bots/racer.ts'
import type { Doors } from './arena.ts'

/** Something that took `ms` and was over at `at`, in monotonic ms. */
export type Sample = { readonly at: number; readonly ms: number }

const WPM_MIN = 80
const CHAT_EVERY_MS = 4_000

type Door = Parameters<typeof openDoor>[0]

/** Two honest players on different nodes, each from an address of its own, who race each other again and again, and chat. */
export class HonestPair {
  readonly relays: Sample[] = []
  readonly chats: Sample[] = []
  /** How connections ended that nobody but the server can have ended. */
  readonly closed: string[] = []
  #racers: readonly Racer[] = []
  #isRunning = true
  readonly #said = new Map<string, number>()

  constructor(
    private readonly number: number,
    private readonly doors: Doors,
  ) {}

  async run(): Promise<void> {
    while (this.#isRunning) {
      try {
        await this.#enter()
        for (let race = 0; this.#isRunning; race++) await this.#race(race)
      } catch (error) {
        if (this.#isRunning) this.closed.push(error instanceof Error ? error.message : String(error))
      }
    }
  }

  stop(): void {
    this.#isRunning = false
    for (const racer of this.#racers) racer.leave()
  }

  #onMessage(viewer: 0 | 1, message: ServerMessage, at: number): void {
    if (!('type' in message)) return
    if (message.type === 'chat' && viewer === 0) this.#onChat(message.text, at)
    if (message.type !== 'tick') return
    for (const [, correct] of message.seats) {
      for (const ms of this.#racers[1 - viewer]?.updates.seen('correct', correct, at) ?? [])
        this.relays.push({ at, ms })
    }
  }

  #onChat(text: string, at: number): void {
    const saidAt = this.#said.get(text)
    if (saidAt === undefined) return
    this.#said.delete(text)
    this.chats.push({ at, ms: at - saidAt })
  }

  async #enter(): Promise<void> {
    const { number, doors } = this
    for (const racer of this.#racers) racer.leave()
    const gateway = doors.gateways[number % doors.gateways.length]
    const next = doors.gateways[(number + 1) % doors.gateways.length]
    const edge = doors.edges[number % doors.edges.length]
    const [mine, theirs] = [`127.1.${number}.1`, `127.1.${number}.2`]
    const other: Door =
      number % 2 === 0
        ? { over: 'tcp', port: edge?.race ?? 0, localAddress: theirs }
        : { over: 'websocket', port: next?.http ?? 0, localAddress: theirs }
    this.#racers = [
      this.#racer(0, 'a', { over: 'websocket', port: gateway?.http ?? 0, localAddress: mine }),
      this.#racer(1, 'b', other),
    ]
    await Promise.all(this.#racers.map(racer => racer.enter()))
  }

  /** A connection that ends counts against the server; the racer comes back by itself. */
  #racer(viewer: 0 | 1, letter: string, door: Door): Racer {
    const name = `jujur${this.number}-${letter}`
    return new Racer({
      name,
      connect: () => openDoor(door),
      onMessage: (message, at) => this.#onMessage(viewer, message, at),
      onNotice: notice => {
        if (notice.on === 'disconnected' && this.#isRunning)
          this.closed.push(`${name}: ${notice.fault}, code ${notice.code}`)
      },
    })
  }

  async #race(race: number): Promise<void> {
    const racers = this.#racers
    for (const racer of racers) racer.ask({ room: `jujur${this.number}-${race}` })
    const [view] = await Promise.all(racers.map(racer => racer.matched()))
    const chatting = this.#chat(racers[1])
    try {
      await Promise.all(
        racers.map((racer, i) => {
          const seed = 1_000 * this.number + 2 * race + i
          return racer.raceThrough(humanKeys(view?.text.text ?? '', WPM_MIN + (seed % 30), seed))
        }),
      )
    } finally {
      clearInterval(chatting)
    }
  }

  #chat(racer: Racer | undefined): NodeJS.Timeout {
    let count = 0
    return setInterval(() => {
      count += 1
      const text = `halo dari ${this.number}, ke-${count} pada ${Math.round(performance.now())}`
      this.#said.set(text, performance.now())
      racer?.say(text)
    }, CHAT_EVERY_MS)
  }
}
