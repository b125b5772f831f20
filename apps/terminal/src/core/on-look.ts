import { isSettled, type LinkRace, type Moment } from '@ketik/client'
import { look, type Step, step } from './effect.ts'
import { isPromptShut } from './prompt-guard.ts'
import type { State } from './state.ts'

/** Time went by. As long as the screen follows the time, the program looks again. */
export const onLook = (state: State, { now }: Moment): Step => {
  const { connection, queue, race } = state.link
  const isMoving =
    connection.phase === 'away' || queue !== null || isRunning(race) || isPromptShut(state, now)
  return step(state, ...(isMoving ? [look] : []))
}

const isRunning = (race: LinkRace | null): boolean => race !== null && race.count === 0 && !isSettled(race)
