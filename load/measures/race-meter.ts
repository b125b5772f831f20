import type { BasicServerMessage, ServerMessage } from '@ketik/protocol'
import type { Meter } from './metrics.ts'
import { SentUpdates } from './sent-updates.ts'

/** Tells a meter what the logins, the race and the returns of one player take. Instants are monotonic ms. */
export class RaceMeter {
  /** What the player sent of its race. */
  readonly updates = new SentUpdates()
  /** What the player is shown, where it is known whom it races. */
  opponent: SentUpdates | undefined
  /** When the player was told to start. */
  startedAt = 0
  #connectingAt: number | undefined
  #lostAt: number | undefined

  constructor(
    private readonly name: string,
    private readonly meter: Meter = () => undefined,
  ) {}

  connecting(): void {
    this.#connectingAt = performance.now()
  }

  /** An update was sent: so many keys, and how far the player had come with them. */
  sent(keys: number, correct: number, percent: number): void {
    this.updates.sent({ correct, percent, at: performance.now() })
    this.meter('keys_sent', keys)
    this.meter('updates_sent', 1)
  }

  /** `late`: how long after its start by the player's own clock a race starts now. */
  received(message: ServerMessage | BasicServerMessage, at: number, lateMs?: number): void {
    if ('status' in message) return
    switch (message.type) {
      case 'welcome':
      case 'res_leaderboard':
        if (this.#connectingAt !== undefined) this.meter('login_ms', at - this.#connectingAt)
        this.#connectingAt = undefined
        break
      case 'start_game':
        this.startedAt = at
        if (lateMs !== undefined) this.meter('start_late_ms', lateMs)
        break
      case 'tick':
        for (const [, correct] of message.seats) this.#see('correct', correct, at)
        break
      case 'opponent_progress':
        this.#see('percent', message.progress, at)
        break
      case 'snapshot':
        if (this.#lostAt === undefined) break
        this.meter('back_ms', at - this.#lostAt)
        this.meter('came_back', 1)
        this.#lostAt = undefined
        break
      case 'error':
        // A batch that did not fit is sent again, from where the server says.
        if (message.expected === undefined) this.#surprised(`was refused with ${message.code}`)
        else this.meter('batches_again', 1)
    }
  }

  /** The connection ended. Only a race is worth coming back to. */
  lost(isRacing: boolean): void {
    if (isRacing) this.#lostAt ??= performance.now()
    else this.#surprised('lost its connection')
  }

  left(): void {
    if (this.#lostAt !== undefined) this.meter('came_back', 0)
  }

  #surprised(how: string): void {
    this.meter('refusals', 1, `${this.name} ${how}`)
  }

  #see(as: 'correct' | 'percent', value: number, at: number): void {
    for (const ms of this.opponent?.seen(as, value, at) ?? []) this.meter('relay_ms', ms)
  }
}
