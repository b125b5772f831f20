import { EffectRunner, systemClock } from '@ketik/client'
// biome-ignore lint/style/noRestrictedImports: the terminal runs in Node.js
import { connectTcp } from '@ketik/client/tcp'
import type { Event, TimerName } from '../core/event.ts'
import { addressOf, newState, type Options, type State } from '../core/state.ts'
import { update } from '../core/update.ts'

export type Shell = {
  /** The state has changed, or time has gone by. */
  show(state: State, now: number): void
  quit(problem?: string): void
}

/** Carries out what `update` asks for. The one owner of the state. */
export class Program {
  #state: State
  readonly #runner: EffectRunner<TimerName>
  #hasQuit = false

  constructor(
    options: Options,
    private readonly shell: Shell,
  ) {
    this.#state = newState(options)
    this.#runner = new EffectRunner({
      connect: address => connectTcp(addressOf(this.#state, address)),
      clock: systemClock,
      onEvent: event => this.tell(event),
    })
  }

  get state(): State {
    return this.#state
  }

  tell(event: Event): void {
    if (this.#hasQuit) return
    const now = systemClock.now()
    const [state, effects] = update(this.#state, event, { now, chance: systemClock.chance() })
    this.#state = state
    for (const effect of effects) {
      if (this.#hasQuit) return
      if (effect.do === 'quit') this.#quit(effect.problem)
      else this.#runner.execute(effect)
    }
    if (!this.#hasQuit) this.shell.show(this.#state, now)
  }

  /** Ends the program with a problem that the state does not know of. */
  fail(problem: string): void {
    if (!this.#hasQuit) this.#quit(problem)
  }

  /** Ends timers and connection, so that nothing keeps the process. */
  stop(): void {
    this.#hasQuit = true
    this.#runner.stop()
  }

  #quit(problem: string | undefined): void {
    this.stop()
    this.shell.quit(problem)
  }
}
