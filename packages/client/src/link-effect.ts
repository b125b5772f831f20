import type { ClientMessage } from '@ketik/protocol'
import type { Link } from './link.ts'
import type { TimerName } from './link-event.ts'
import type { Notice } from './notice.ts'

/** What a driver does about timers and the connection. Setting a timer again moves it. */
export type DriverEffect<Timer extends string = TimerName> =
  | { readonly do: 'connect'; readonly address: number }
  | { readonly do: 'close' }
  | { readonly do: 'send'; readonly message: ClientMessage }
  | { readonly do: 'set-timer'; readonly timer: Timer; readonly afterMs: number }
  | { readonly do: 'cancel-timer'; readonly timer: Timer }

/** What `update` asks for. A program acts on the notices. */
export type LinkEffect = DriverEffect | { readonly do: 'notify'; readonly notice: Notice }

/** A state after an event, and what to do about it. */
export type StepOf<State, Effect> = readonly [state: State, effects: readonly Effect[]]
export type LinkStep = StepOf<Link, LinkEffect>

export const step = (link: Link, ...effects: readonly LinkEffect[]): LinkStep => [link, effects]

export const send = (message: ClientMessage): LinkEffect => ({ do: 'send', message })
export const notify = (notice: Notice): LinkEffect => ({ do: 'notify', notice })
export const cancelTimer = (timer: TimerName): LinkEffect => ({ do: 'cancel-timer', timer })
export const setTimer = (timer: TimerName, afterMs: number): LinkEffect => ({
  do: 'set-timer',
  timer,
  afterMs: Math.max(0, afterMs),
})

/** Runs a second step on the result of the first, and keeps the effects of both in order. */
export const andThen = <State, Effect>(
  [state, effects]: StepOf<State, Effect>,
  next: (state: State) => StepOf<State, Effect>,
): StepOf<State, Effect> => {
  const [after, more] = next(state)
  return [after, [...effects, ...more]]
}
