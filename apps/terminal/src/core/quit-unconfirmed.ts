import { type Step, step } from './effect.ts'
import type { State } from './state.ts'

/** The input has ended, and nobody knows whether the server took the last lines. */
export const quitUnconfirmed = (state: State): Step =>
  step(state, { do: 'quit', problem: state.options.words.unconfirmed })
