import type { DriverEffect, StepOf } from '@ketik/client'
import type { TimerName } from './event.ts'
import type { State } from './state.ts'
import { addLine, type TalkLine } from './talk.ts'

/** What `update` asks for; a shell carries it out. */
export type Effect =
  | DriverEffect<TimerName>
  /** The program ends; `problem` goes to the error output once the terminal is restored. */
  | { readonly do: 'quit'; readonly problem?: string }

export type Step = StepOf<State, Effect>

export const step = (state: State, ...effects: readonly Effect[]): Step => [state, effects]
export const setTimer = (timer: TimerName, afterMs: number): Effect => ({ do: 'set-timer', timer, afterMs })

/** Shows again, in a moment, what follows from the time alone: speed, seconds. */
export const look: Effect = setTimer('look', 250)

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
