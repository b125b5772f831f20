import type { RaceWish, Transport } from '@ketik/client'
import type { BasicServerMessage, ClientMessage } from '@ketik/protocol'
import { type Message, Transcript } from '../../infra/test/transcript.ts'
import { RaceMeter } from '../measures/race-meter.ts'
import type { BotOptions } from './racer.ts'

const CLAIM_EVERY_MS = 250
const OVER_WITHIN_MS = 120_000
/** What these clients tell of their speed; the server computes its own. */
const CLAIMED_WPM = 60

/** A player of contract A: starts when it is told to, and claims its progress in percent. It cannot come back. */
export class ClaimRacer {
  readonly name: string
  readonly meter: RaceMeter
  readonly #heard: Transcript
  #transport: Transport | undefined

  constructor(private readonly options: BotOptions) {
    this.name = options.name
    this.meter = new RaceMeter(options.name, options.meter)
    this.#heard = new Transcript(options.name)
  }

  async enter(): Promise<void> {
    this.meter.connecting()
    this.#transport = this.options.connect()({
      opened: () => this.#send({ type: 'login', username: this.name }),
      received: text => {
        const message = JSON.parse(text) as BasicServerMessage
        this.#heard.note(message)
        this.meter.received(message, performance.now())
      },
      closed: ({ code = 0 }) => this.#heard.ended(code),
    })
    await this.#heard.next('res_leaderboard')
  }

  ask(wish: RaceWish): void {
    this.#send({ type: 'req_matchmaking', ...wish })
  }

  say(text: string): void {
    this.#send({ type: 'chat', text })
  }

  async matched(): Promise<void> {
    await this.#heard.next('matched')
  }

  /** Claims even progress through the text, at about that speed, and then the end. */
  async raceAt(wpm: number): Promise<Message> {
    const { text } = await this.#heard.next('start_game')
    const startedAt = performance.now()
    const chars = [...String(text)].length
    const typedInMs = (12_000 * (chars - 1)) / wpm
    let claimed = 0
    const claim = (percent: number): void => {
      if (percent <= claimed) return
      claimed = percent
      this.#send({
        ...(percent < 100 ? { type: 'progress', progress: percent } : { type: 'finish' }),
        wpm: CLAIMED_WPM,
      })
      this.meter.sent(0, Math.round((percent * chars) / 100), percent)
    }
    const claiming = setInterval(
      () => claim(Math.min(99, Math.floor((100 * (performance.now() - startedAt)) / typedInMs))),
      CLAIM_EVERY_MS,
    )
    await new Promise(resolve => setTimeout(resolve, typedInMs))
    clearInterval(claiming)
    claim(100)
    return await this.#heard.next('game_over', OVER_WITHIN_MS)
  }

  leave(): void {
    this.#transport?.close()
    this.#heard.ended(0)
  }

  #send(message: ClientMessage): void {
    this.#transport?.send(JSON.stringify(message))
  }
}
