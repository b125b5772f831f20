import { foldKey, isComplete, isErasing, isKey, press, type Typing } from '@ketik/race'
import type { Link } from '../link.ts'
import { isOnline } from '../link.ts'
import {
  andThen,
  cancelTimer,
  type LinkEffect,
  type LinkStep,
  notify,
  send,
  setTimer,
  step,
} from '../link-effect.ts'
import type { Moment } from '../link-event.ts'
import { isOpen, withKeys } from './link-race.ts'
import { put, putUp, resendFrom, takeBatches } from './outbox.ts'

const BATCH_MS = 100

/** Keys go into the text at once and to the server with the next batch. The completing key does not wait. */
export const onPress = (link: Link, keys: readonly string[], { now }: Moment): LinkStep => {
  const { race } = link
  if (race === null || !isOpen(race)) return step(link)
  const typing: Typing = { ...race.typing, wrong: [...race.typing.wrong] }
  const counted = keys.flatMap(pressedKey => {
    const key = foldKey(pressedKey, typing.graphemes[typing.correct] ?? '')
    return isKey(key) && isLogged(typing, key) ? [key] : []
  })
  if (counted.length === 0) return step(link)
  const outbox = put(race.outbox, now + race.offsetMs - race.view.startsAt, counted)
  const typed: Link = { ...link, race: withKeys(race, typing, outbox) }
  if (isComplete(typing)) return andThen(flush(typed), next => step(next, notify({ on: 'typed-all' })))
  const isFirst = race.outbox.sent === race.outbox.keys.length
  return step(typed, ...(isFirst ? [setTimer('batch', BATCH_MS)] : []))
}

/** Presses the key. A key that erases nothing stays out of the log, because it would use up the seat's budget of keys. */
const isLogged = (typing: Typing, key: string): boolean =>
  !isComplete(typing) && (press(typing, key) !== 'ignored' || !isErasing(key))

/** The release goes to the server with the next keys, so that it costs no message. */
export const onRelease = (link: Link, keyNumber: number, { now }: Moment): LinkStep => {
  const { race } = link
  if (race === null) return step(link)
  const outbox = putUp(race.outbox, keyNumber, now + race.offsetMs - race.view.startsAt)
  return step({ ...link, race: { ...race, outbox } })
}

/** Sends what has not been sent. While the client is away nothing is lost: a snapshot asks for the rest. */
export const flush = (link: Link): LinkStep => {
  const { race } = link
  if (race === null || race.lost || !isOnline(link)) return step(link, cancelTimer('batch'))
  const [outbox, batches] = takeBatches(race.outbox)
  const messages = batches.map((batch): LinkEffect => send({ type: 'keys', race: race.view.id, ...batch }))
  return step({ ...link, race: { ...race, outbox } }, cancelTimer('batch'), ...messages)
}

/** The server wants the keys from `expected` on, or all that it has not acknowledged. */
export const resend = (link: Link, expected: number | undefined, afterMs: number): LinkStep => {
  const { race } = link
  if (race === null) return step(link)
  const outbox = resendFrom(race.outbox, expected ?? race.outbox.acked)
  const again: Link = { ...link, race: { ...race, outbox } }
  return afterMs === 0 ? flush(again) : step(again, setTimer('batch', afterMs))
}
