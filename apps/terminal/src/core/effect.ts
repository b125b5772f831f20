import type { ClientMessage } from '@ketik/protocol'
import type { TimerName } from './event.ts'
import type { Address, State } from './state.ts'
import { addLine, type TalkLine } from './talk.ts'

/** What `update` asks for; a shell carries it out. */
export type Effect =
  | { readonly do: 'open'; readonly address: Address }
  | { readonly do: 'close' }
  | { readonly do: 'send'; readonly message: ClientMessage }
  /** One timer of each name: setting it again moves it. */
  | { readonly do: 'wake'; readonly timer: TimerName; readonly afterMs: number }
  | { readonly do: 'hush'; readonly timer: TimerName }
  /** The program ends; `problem` goes to the error output once the terminal is restored. */
  | { readonly do: 'quit'; readonly problem?: string }

export type Step = readonly [state: State, effects: readonly Effect[]]

export const step = (state: State, ...effects: readonly Effect[]): Step => [state, effects]
export const send = (message: ClientMessage): Effect => ({ do: 'send', message })
export const hush = (timer: TimerName): Effect => ({ do: 'hush', timer })
export const wake = (timer: TimerName, afterMs: number): Effect => ({
  do: 'wake',
  timer,
  afterMs: Math.max(0, afterMs),
})

/** Shows again, in a moment, what follows from the time alone: speed, seconds. */
export const look: Effect = wake('look', 250)

/** Runs a second step on what a first one made, and keeps the effects of both in order. */
export const andThen = ([state, effects]: Step, next: (state: State) => Step): Step => {
  const [after, more] = next(state)
  return [after, [...effects, ...more]]
}

export const withLine = (state: State, line: TalkLine): State => ({
  ...state,
  talk: addLine(state.talk, line),
})

export const note = (state: State, text: string): State =>
  withLine(state, { line: 'note', text, urgent: false })

/** The same warning twice in a row is one. */
export const warn = (state: State, text: string): State => {
  const last = state.talk.lines.at(-1)
  const isSame = last?.line === 'note' && last.urgent && last.text === text
  return isSame ? state : withLine(state, { line: 'note', text, urgent: true })
}

/** A line that does nothing, and why. */
export const refuseLine = (state: State, why: string): State => ({ ...warn(state, why), refused: true })
