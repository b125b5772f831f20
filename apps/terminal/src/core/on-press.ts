import { put, takeBatches } from '@ketik/client'
import { foldKey, isComplete, isErasing, isKey, press, type Typing } from '@ketik/race'
import { andThen, type Effect, hush, type Step, send, step, wake } from './effect.ts'
import type { Moment } from './event.ts'
import { isOpen, ownFigures, type Race } from './race-state.ts'
import type { State } from './state.ts'

const BATCH_MS = 100

/** Keys were typed: into the text at once, to the server with the next batch; the completing key does not wait. */
export const onPress = (state: State, keys: readonly string[], { now }: Moment): Step => {
  const { race } = state
  if (race === null || !isOpen(race)) return step(state)
  const typing: Typing = { ...race.typing, wrong: [...race.typing.wrong] }
  const counted = keys.flatMap(pressedKey => {
    const key = foldKey(pressedKey, typing.graphemes[typing.correct] ?? '')
    return isKey(key) && pressed(typing, key) ? [key] : []
  })
  if (counted.length === 0) return step(state)
  const outbox = put(race.outbox, now + race.offsetMs - race.view.startsAt, counted)
  const typed: Race = { ...race, typing, outbox }
  if (isComplete(typing)) {
    const own = ownFigures(typed)
    return flush({ ...state, race: { ...typed, own }, focus: 'prompt' })
  }
  const isFirst = race.outbox.sent === race.outbox.keys.length
  return step({ ...state, race: typed }, ...(isFirst ? [wake('batch', BATCH_MS)] : []))
}

/** Whether the key is for the log: one that erases nothing would only use up the seat's budget of keys. */
const pressed = (typing: Typing, key: string): boolean =>
  !isComplete(typing) && (press(typing, key) !== 'ignored' || !isErasing(key))

/** Sends what has not been sent. Away from the server nothing is lost: a snapshot asks for the rest. */
export const flush = (state: State): Step => {
  const { race } = state
  if (race === null || race.lost || state.link.state !== 'ready') return step(state, hush('batch'))
  const [outbox, batches] = takeBatches(race.outbox)
  const frames = batches.map(
    ({ from, keys }): Effect => send({ type: 'keys', race: race.view.id, from, keys }),
  )
  return step({ ...state, race: { ...race, outbox } }, hush('batch'), ...frames)
}

/** The server wants the keys from `expected` on, or all that it has not acknowledged. */
export const resend = (state: State, expected: number | undefined, afterMs: number): Step => {
  const { race } = state
  if (race === null) return step(state)
  const sent = Math.min(expected ?? race.outbox.acked, race.outbox.keys.length)
  const again: State = { ...state, race: { ...race, outbox: { ...race.outbox, sent } } }
  return afterMs === 0 ? andThen(step(again), flush) : step(again, wake('batch', afterMs))
}
