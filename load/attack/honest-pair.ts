import type { ServerMessage } from '@ketik/protocol'
import { humanKeys } from '../../infra/test/typist.ts'
import { openDoor } from '../bots/open-door.ts'
import { Racer } from '../bots/racer.ts'
import { type Doors, portOf } from './attack.ts'

/** What honest players have noticed: how long they waited, in ms, and what became of some. */
export type Noticed = Readonly<Record<'relay' | 'login' | 'match' | 'chat', number[]>> & {
  /** How connections ended that nobody but the server can have ended. */
  readonly closed: string[]
  /** Why somebody did not get in, or no race. */
  readonly turnedAway: string[]
}

const WPM_MIN = 80
const CHAT_EVERY_MS = 4_000

/** Two honest players on different nodes, each from an address of its own, who race each other again and again, and chat. */
export class HonestPair {
  #racers: readonly Racer[] = []
  #isRunning = true

  constructor(
    private readonly number: number,
    private readonly doors: Doors,
    private readonly log: { readonly noticed: Noticed },
  ) {}

  async run(): Promise<void> {
    while (this.#isRunning) {
      const [one, other] = [this.#racer(0), this.#racer(1)]
      one.meter.opponent = other.updates
      other.meter.opponent = one.updates
      this.#racers = [one, other]
      try {
        await Promise.all(this.#racers.map(racer => racer.enter()))
        for (let race = 0; this.#isRunning; race++) await this.#race(race)
      } catch (error) {
        if (this.#isRunning) this.log.noticed.closed.push(String(error))
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
    const { number, doors, log } = this
    const name = `jujur${number}-${seat}`
    const over = seat === 1 && number % 2 === 0 ? 'tcp' : 'websocket'
    const port = over === 'tcp' ? portOf(doors, 'race') : portOf(doors, 'http', number + seat)
    return new Racer({
      name,
      connect: () => openDoor({ over, port, localAddress: `127.1.${number}.${1 + seat}` }),
      meter: (metric, ms) => {
        if (metric === 'relay_ms') log.noticed.relay.push(ms)
      },
      onMessage: (message, at) => {
        if (seat === 0) this.#onMessage(message, at)
      },
      onNotice: notice => {
        if (notice.on === 'disconnected' && this.#isRunning)
          log.noticed.closed.push(`${name}: ${notice.fault}, code ${notice.code}`)
      },
    })
  }

  async #race(race: number): Promise<void> {
    const racers = this.#racers
    for (const racer of racers) racer.ask({ room: `jujur${this.number}-${race}` })
    const [view] = await Promise.all(racers.map(racer => racer.matched()))
    const chatting = setInterval(() => racers[1]?.say(this.#chat(performance.now())), CHAT_EVERY_MS)
    const typing = racers.map((racer, seat) => {
      const seed = 1_000 * this.number + 2 * race + seat
      return racer.raceThrough(humanKeys(view?.text.text ?? '', WPM_MIN + (seed % 30), seed))
    })
    await Promise.all(typing).finally(() => clearInterval(chatting))
  }

  /** The text of a message says when it was sent. */
  #chat(at: number): string {
    return `halo dari ${this.number} pada ${Math.round(at)}`
  }

  #onMessage(message: ServerMessage, at: number): void {
    if (!('type' in message) || message.type !== 'chat') return
    const saidAt = Number(message.text.split(' ').at(-1))
    if (message.text === this.#chat(saidAt)) this.log.noticed.chat.push(at - saidAt)
  }
}
