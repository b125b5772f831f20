import type { RaceWish, Transport } from '@ketik/client'
import type { BasicMessageName, BasicMessageOf, BasicServerMessage, ClientMessage } from '@ketik/protocol'
import { RaceMeter } from '../measures/race-meter.ts'
import { EventLog } from './event-log.ts'
import type { BotOptions } from './racer.ts'

const CLAIM_EVERY_MS = 250
const WITHIN_MS = 60_000
const OVER_WITHIN_MS = 120_000
/** What these clients tell of their speed; the server computes its own. */
const CLAIMED_WPM = 60

type Heard = {
  [K in BasicMessageName]: { readonly on: K; readonly message: BasicMessageOf<K> }
}[BasicMessageName]

/** A player of contract A: starts when it is told to, and claims its progress in percent. It cannot come back. */
export class ClaimRacer {
  readonly name: string
  readonly meter: RaceMeter
  readonly #log: EventLog<Heard>
  #transport: Transport | undefined

  constructor(private readonly options: BotOptions) {
    this.name = options.name
    this.meter = new RaceMeter(options.name, options.meter)
    this.#log = new EventLog(options.name, ['res_leaderboard', 'matched', 'start_game', 'game_over'])
  }

  async enter(): Promise<void> {
    this.meter.connecting()
    this.#transport = this.options.connect()({
      opened: () => this.#send({ type: 'login', username: this.name }),
      received: text => this.#onMessage(JSON.parse(text) as BasicServerMessage),
      closed: ({ code = 0 }) => this.#log.break(`closed with ${code}`),
    })
    await this.#log.next('res_leaderboard', WITHIN_MS)
  }

  ask(wish: RaceWish): void {
    this.#send({ type: 'req_matchmaking', ...wish })
  }

  say(text: string): void {
    this.#send({ type: 'chat', text })
  }

  async matched(): Promise<void> {
    await this.#log.next('matched', WITHIN_MS)
  }

  raceAt(wpm: number): Promise<BasicMessageOf<'game_over'>> {
    return this.raceFor(chars => (12_000 * (chars - 1)) / wpm)
  }

  /** Claims even progress for as long as `typedInMsOf` says of the characters of the text, and then the end. */
  async raceFor(typedInMsOf: (chars: number) => number): Promise<BasicMessageOf<'game_over'>> {
    const { message: start } = await this.#log.next('start_game', WITHIN_MS)
    const startedAt = performance.now()
    const chars = [...start.text].length
    const typedInMs = typedInMsOf(chars)
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
    return (await this.#log.next('game_over', OVER_WITHIN_MS)).message
  }

  leave(): void {
    this.#transport?.close()
    this.#log.break('has left')
  }

  #send(message: ClientMessage): void {
    this.#transport?.send(JSON.stringify(message))
  }

  #onMessage(message: BasicServerMessage): void {
    const on = 'type' in message ? message.type : message.status
    this.#log.add({ on, message } as Heard)
    this.meter.received(message, performance.now())
  }
}
