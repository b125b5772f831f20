import type { TransportEvents } from '@ketik/client'
import type { ClientMessage, RefusalCode, ServerMessage } from '@ketik/protocol'
import type { Doors } from './doors.ts'
import { lateParts } from './late/late-parts.ts'
import { reloadBy } from './late/reload.ts'
import type { Answer } from './rest/ask.ts'
import { memoryShelf, type Shelf } from './shelf.ts'

/** A server on paper: the test says what it sends, and reads what the page sent. */
export class PaperServer {
  readonly shelf: Shelf
  readonly answers = new Map<string, Readonly<Record<string, unknown>>>()
  /** Why something else is refused; `wrong_passphrase` unless it is here. */
  readonly refusals = new Map<string, RefusalCode>()
  /** What was asked of the server in the person's name. */
  readonly asked: (readonly [what: string, body: object | undefined, token: string | null])[] = []
  /** Parts of the page whose files the server no longer has. */
  readonly missingParts = new Set<string>()
  /** How often the page loaded itself anew. */
  reloads = 0
  isServerThere = async (): Promise<boolean> => true
  #events: TransportEvents | null = null
  #sent: ClientMessage[] = []

  constructor(shelf: Shelf = { ...memoryShelf(), lasts: true }) {
    this.shelf = shelf
    this.doors = this.#doors()
  }

  readonly doors: Doors

  #doors = (): Doors => ({
    connect: events => {
      this.#events = events
      return {
        send: frame => this.#sent.push(JSON.parse(frame) as ClientMessage),
        close: () => {
          this.#events = null
        },
      }
    },
    ask: async (path): Promise<Answer> => {
      const { pathname, searchParams } = new URL(path, 'http://paper')
      const timed = searchParams.get('timed')
      const body = this.answers.get(timed === null ? pathname : `${pathname}?timed=${timed}`)
      return body === undefined ? { answered: 'missing' } : { answered: 'ok', body }
    },
    send: async (what, body, token) => {
      this.asked.push([what, body, token])
      const answer = this.answers.get(what)
      return answer === undefined
        ? { refused: this.refusals.get(what) ?? 'wrong_passphrase' }
        : { body: answer }
    },
    openSocketStream: () => () => ({ close: () => {} }),
    openEventStream: () => () => ({ close: () => {} }),
    shelf: this.shelf,
    lateParts: {
      player: () => this.#fetch('player', lateParts.player),
      reset: () => this.#fetch('reset', lateParts.reset),
      diagnostics: () => this.#fetch('diagnostics', lateParts.diagnostics),
      chart: () => this.#fetch('chart', lateParts.chart),
    },
    reload: reloadBy({
      store: () => sessionStorage,
      isServerThere: () => this.isServerThere(),
      reload: () => {
        this.reloads += 1
      },
    }),
    now: () => performance.timeOrigin + performance.now(),
    chance: () => 0.5,
    fillRandomly: bytes => bytes.fill(7),
  })

  get isOpen(): boolean {
    return this.#events !== null
  }

  async #fetch<T>(name: string, load: () => Promise<T>): Promise<T> {
    if (this.missingParts.has(name)) throw new TypeError('Failed to fetch dynamically imported module')
    return await load()
  }

  open(): void {
    this.#events?.opened()
  }

  send(...messages: readonly ServerMessage[]): void {
    for (const message of messages) this.#events?.received(JSON.stringify(message))
  }

  drop(code = 1006): void {
    const events = this.#events
    this.#events = null
    events?.closed({ code })
  }

  /** What the page sent since the last look, without pings. */
  take(): readonly ClientMessage[] {
    const sent = this.#sent
    this.#sent = []
    return sent.filter(({ type }) => type !== 'ping')
  }

  welcome(username = 'Budi'): void {
    const now = this.doors.now()
    this.send(
      { type: 'welcome', v: 1, username, token: 'secret', node: 'n1', now, online: 2, graceMs: 30_000 },
      { type: 'res_leaderboard', window: 'all', data: [] },
    )
  }
}
