import type { ServerMessage } from '@ketik/protocol'
import { humanKeys } from '../../infra/test/typist.ts'
import { openDoor } from '../bots/open-door.ts'
import { Racer } from '../bots/racer.ts'
import { type Doors, portOf } from './attack.ts'
import type { HonestLog } from './honest-log.ts'

const WPM_MIN = 80
const CHAT_EVERY_MS = 4_000

/** Two honest players on different nodes, each from an address of its own, who race each other again and again, and chat. */
export class HonestPair {
  #racers: readonly Racer[] = []
  #isRunning = true
  /** When each chat message was sent, by its text. */
  readonly #saidAt = new Map<string, number>()

  constructor(
    private readonly number: number,
    private readonly doors: Doors,
    private readonly log: HonestLog,
  ) {}

  async run(): Promise<void> {
    while (this.#isRunning) {
      this.#racers = [this.#racer(0), this.#racer(1)]
      try {
        await Promise.all(this.#racers.map(racer => racer.enter()))
        for (let race = 0; this.#isRunning; race++) await this.#race(race)
      } catch (error) {
        if (this.#isRunning) this.log.closed.push(String(error))
      }
      this.#leave()
    }
  }

  stop(): void {
    this.#isRunning = false
    this.#leave()
  }

  #leave(): void {
    for (const racer of this.#racers) racer.leave()
  }

  /**
   * Every other pair has a player over TCP. A connection that ends counts against the server; the racer comes back by
   * itself.
   */
  #racer(seat: 0 | 1): Racer {
    const { number, doors } = this
    const name = `jujur${number}-${seat}`
    const over = seat === 1 && number % 2 === 0 ? 'tcp' : 'websocket'
    const port = over === 'tcp' ? portOf(doors, 'race') : portOf(doors, 'http', number + seat)
    return new Racer({
      name,
      connect: () => openDoor({ over, port, localAddress: `127.1.${number}.${1 + seat}` }),
      onMessage: (message, at) => this.#onMessage(seat, message, at),
      onNotice: notice => {
        if (notice.on === 'disconnected' && this.#isRunning)
          this.log.closed.push(`${name}: ${notice.fault}, code ${notice.code}`)
      },
    })
  }

  async #race(race: number): Promise<void> {
    const racers = this.#racers
    for (const racer of racers) racer.ask({ room: `jujur${this.number}-${race}` })
    const [view] = await Promise.all(racers.map(racer => racer.matched()))
    const chatting = setInterval(() => this.#chat(), CHAT_EVERY_MS)
    const typing = racers.map((racer, seat) => {
      const seed = 1_000 * this.number + 2 * race + seat
      return racer.raceThrough(humanKeys(view?.text.text ?? '', WPM_MIN + (seed % 30), seed))
    })
    await Promise.all(typing).finally(() => clearInterval(chatting))
  }

  #chat(): void {
    const at = performance.now()
    const text = `halo dari ${this.number} pada ${Math.round(at)}`
    this.#saidAt.set(text, at)
    this.#racers[1]?.say(text)
  }

  #onMessage(seat: 0 | 1, message: ServerMessage, at: number): void {
    if (!('type' in message)) return
    if (message.type === 'chat' && seat === 0) {
      const saidAt = this.#saidAt.get(message.text)
      if (saidAt !== undefined && this.#saidAt.delete(message.text)) this.log.chats.push(at - saidAt)
    }
    if (message.type !== 'tick') return
    for (const [, correct] of message.seats)
      this.log.relays.push(...(this.#racers[1 - seat]?.updates.seen('correct', correct, at) ?? []))
  }
}
