import { decodeServerMessage } from '@ketik/protocol'
import { assertNever } from '@ketik/race'
import type { DriverEffect } from '../link-effect.ts'
import type { LinkEvent, TimerName } from '../link-event.ts'
import type { LocalClock } from './local-clock.ts'
import type { OpenTransport, Transport } from './transport.ts'

/** What the outside reports. Programs may have timers of their own. */
export type DriverEvent<Timer extends string> =
  | Extract<LinkEvent, { readonly on: 'opened' | 'received' | 'closed' }>
  | { readonly on: 'timer'; readonly timer: Timer }

export type Outside<Timer extends string> = {
  /** How to connect to each address, by its index. */
  connect(address: number): OpenTransport
  readonly clock: LocalClock
  onEvent(event: DriverEvent<Timer>): void
}

/** Executes effects. It is the one owner of the connection and of every timer. */
export class EffectRunner<Timer extends string = TimerName> {
  #transport: Transport | undefined
  readonly #timers = new Map<Timer, () => void>()

  constructor(private readonly outside: Outside<Timer>) {}

  execute(effect: DriverEffect<Timer>): void {
    switch (effect.do) {
      case 'connect':
        this.#connect(effect.address)
        break
      case 'close':
        this.#close()
        break
      case 'send':
        this.#transport?.send(JSON.stringify(effect.message))
        break
      case 'set-timer':
        this.#setTimer(effect.timer, effect.afterMs)
        break
      case 'cancel-timer':
        this.#timers.get(effect.timer)?.()
        this.#timers.delete(effect.timer)
        break
      default:
        assertNever(effect)
    }
  }

  /** Ends the connection and every timer, so that nothing keeps the process. */
  stop(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#close()
  }

  #connect(address: number): void {
    const { connect, onEvent } = this.outside
    // Events of a connection that was replaced are not the link's any more.
    const isCurrent = (): boolean => this.#transport === transport
    const transport: Transport = connect(address)({
      opened: () => {
        if (isCurrent()) onEvent({ on: 'opened' })
      },
      received: text => {
        if (isCurrent()) onEvent({ on: 'received', message: decodeServerMessage(text) })
      },
      closed: end => {
        if (!isCurrent()) return
        this.#transport = undefined
        onEvent({ on: 'closed', ...end })
      },
    })
    this.#transport = transport
  }

  #close(): void {
    const transport = this.#transport
    this.#transport = undefined
    transport?.close()
  }

  #setTimer(timer: Timer, afterMs: number): void {
    const { clock, onEvent } = this.outside
    this.#timers.get(timer)?.()
    this.#timers.set(
      timer,
      clock.after(afterMs, () => {
        this.#timers.delete(timer)
        onEvent({ on: 'timer', timer })
      }),
    )
  }
}
