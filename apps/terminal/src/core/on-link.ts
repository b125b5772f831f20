import {
  LOOK_MS,
  loginWithinMs,
  PROTOCOL_VERSION,
  retryAfterMs,
  startRunning,
  timerFired,
  timerSet,
} from '@ketik/protocol'
import { hush, look, type Step, send, step, wake, warn } from './effect.ts'
import type { Moment } from './event.ts'
import { addressOf, isRacing, type State } from './state.ts'

const attemptOf = ({ link }: State): number => ('attempt' in link ? link.attempt : 0)

/** Opens a connection now, in place of whatever there was. */
export const connect = (state: State, { now }: Moment): Step =>
  step(
    {
      ...state,
      link: { state: 'opening', attempt: attemptOf(state) },
      bye: null,
      silence: timerSet(startRunning(now), now, LOOK_MS),
    },
    { do: 'close' },
    hush('reconnect'),
    hush('ping'),
    { do: 'open', address: addressOf(state) },
    wake('late', LOOK_MS),
  )

/** A connection that neither opens nor logs in is given up for another. */
export const onLateDue = (state: State, moment: Moment): Step => {
  if (state.link.state !== 'opening' && state.link.state !== 'logging-in') return step(state)
  const silence = timerFired(state.silence, moment.now)
  if (silence.ranMs >= loginWithinMs(isRacing(state))) return goAway(state, moment)
  return step({ ...state, silence: timerSet(silence, moment.now, LOOK_MS) }, wake('late', LOOK_MS))
}

export const onOpened = (state: State): Step => {
  if (state.link.state !== 'opening') return step(state)
  const { options, token, race } = state
  return step(
    {
      ...state,
      link: { state: 'logging-in', attempt: attemptOf(state) },
      pings: 0,
      heard: null,
      boardsDue: [state.welcomed ? 'told' : 'all'],
    },
    send({
      type: 'login',
      username: options.name,
      v: PROTOCOL_VERSION,
      ...(token === null
        ? options.passphrase === undefined
          ? {}
          : { passphrase: options.passphrase }
        : { token }),
      ...(race === null ? {} : { race: race.view.id }),
    }),
  )
}

/** The connection ended, or did not come about. What the server said last tells whether to come back. */
export const onClosed = (state: State, moment: Moment): Step => {
  if (state.link.state === 'ended' || state.link.state === 'away') return step(state)
  if (state.bye?.retryable === false) {
    const why = state.options.words.closedFor(state.bye.code)
    return step(warn({ ...state, link: { state: 'ended' }, queue: null }, why), ...stillTimers)
  }
  return goAway(state, moment)
}

const stillTimers = [hush('ping'), hush('late'), hush('reconnect')] as const

/**
 * Waits, then tries again: first the address that was there before, then the next ones. A node that said
 * goodbye is passed over, since it is about to stop.
 */
export const goAway = (state: State, { now, chance }: Moment): Step => {
  const attempt = attemptOf(state)
  const wasReady = state.link.state === 'ready'
  const { addresses } = state.options
  const afterMs = retryAfterMs(attempt, chance, addresses.length)
  const address = wasReady && state.bye === null ? state.address : (state.address + 1) % addresses.length
  const told = wasReady ? warn(state, state.options.words.dropped) : state
  return step(
    { ...told, address, link: { state: 'away', attempt: attempt + 1, retryAt: now + afterMs }, online: null },
    { do: 'close' },
    ...stillTimers,
    wake('reconnect', afterMs),
    look,
  )
}
