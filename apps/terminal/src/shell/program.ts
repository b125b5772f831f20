import { assertNever } from '@ketik/race'
import type { Effect } from '../core/effect.ts'
import type { Event, TimerName } from '../core/event.ts'
import { newState, type Options, type State } from '../core/state.ts'
import { update } from '../core/update.ts'
import { openTcp, type Wire } from './tcp-wire.ts'

export type Shell = {
  /** The state has changed, or time has gone by. */
  show(state: State, now: number): void
  quit(problem?: string): void
}

/** Local milliseconds that never fall. */
export const localNow = (): number => performance.timeOrigin + performance.now()

/** Carries out what `update` asks for. The one owner of the state, the connection and every timer. */
export class Program {
  #state: State
  #wire: Wire | undefined
  readonly #timers = new Map<TimerName, NodeJS.Timeout>()
  #hasQuit = false

  constructor(
    options: Options,
    private readonly shell: Shell,
  ) {
    this.#state = newState(options)
  }

  get state(): State {
    return this.#state
  }

  tell(event: Event): void {
    if (this.#hasQuit) return
    const now = localNow()
    const [state, effects] = update(this.#state, event, { now, chance: Math.random() })
    this.#state = state
    for (const effect of effects) this.#carryOut(effect)
    if (!this.#hasQuit) this.shell.show(this.#state, now)
  }

  /** Ends the program with a problem that the state does not know of. */
  fail(problem: string): void {
    if (this.#hasQuit) return
    this.#carryOut({ do: 'quit', problem })
  }

  /** Ends timers and connection, so that nothing keeps the process. */
  stop(): void {
    this.#hasQuit = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#wire?.close()
  }

  #carryOut(effect: Effect): void {
    switch (effect.do) {
      case 'open':
        this.#open(effect)
        break
      case 'close':
        this.#wire?.close()
        this.#wire = undefined
        break
      case 'send':
        this.#wire?.send(JSON.stringify(effect.message))
        break
      case 'wake':
        this.#wake(effect.timer, effect.afterMs)
        break
      case 'hush':
        clearTimeout(this.#timers.get(effect.timer))
        break
      case 'quit':
        this.stop()
        this.shell.quit(effect.problem)
        break
      default:
        assertNever(effect)
    }
  }

  #open({ address }: Extract<Effect, { readonly do: 'open' }>): void {
    this.#wire = openTcp(address, {
      opened: () => this.tell({ on: 'opened' }),
      line: line => this.tell({ on: 'line', line }),
      closed: fault => this.tell({ on: 'closed', fault }),
    })
  }

  #wake(timer: TimerName, afterMs: number): void {
    clearTimeout(this.#timers.get(timer))
    this.#timers.set(
      timer,
      setTimeout(() => this.tell({ on: 'woke', timer }), afterMs),
    )
  }
}
