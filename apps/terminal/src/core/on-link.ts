import {
  LOOK_MS,
  loginWithinMs,
  retryAfterMs,
  startOver,
  startRunning,
  timerFired,
  timerSet,
} from '@ketik/client'
import { PROTOCOL_VERSION } from '@ketik/protocol'
import { hush, look, type Step, send, step, wake, warn } from './effect.ts'
import { quitUnconfirmed } from './end-input.ts'
import type { LinkFault, Moment } from './event.ts'
import { addressOf, addressText, isRacing, raceToResume, type State } from './state.ts'

/** What accepts a connection and sends no `welcome` in this running time is probably another service. */
const WELCOME_MS = 5_000
/** A server that checks many passwords at once takes longer. */
const SIGNED_IN_MS = 30_000
/** The program ends when the first connection failed this often per address. One that times out takes 8 s. */
const FIRST_TRIES = 6
const FIRST_TRIES_SLOW = 2

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
  const { link } = state
  if (link.state !== 'opening' && link.state !== 'logging-in') return step(state)
  const silence = timerFired(state.silence, moment.now)
  if (silence.ranMs >= patienceMs(state))
    return goAway(state, moment, link.state === 'opening' ? 'timed-out' : 'silent')
  return step({ ...state, silence: timerSet(silence, moment.now, LOOK_MS) }, wake('late', LOOK_MS))
}

const patienceMs = (state: State): number => {
  const isStranger = state.link.state === 'logging-in' && !state.welcomed
  if (!isStranger) return loginWithinMs(isRacing(state))
  return state.options.passphrase === undefined ? WELCOME_MS : SIGNED_IN_MS
}

export const onOpened = (state: State, { now }: Moment): Step => {
  if (state.link.state !== 'opening') return step(state)
  const { options, token } = state
  const race = raceToResume(state)
  return step(
    {
      ...state,
      link: { state: 'logging-in', attempt: attemptOf(state) },
      pings: 0,
      heard: null,
      // How long it took to open is no part of how long the server may take to answer.
      silence: startOver(state.silence, now),
      boardsDue: [state.welcomed ? 'told' : { window: 'all', timed: 'keys' }],
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
export const onClosed = (state: State, moment: Moment, fault?: LinkFault): Step => {
  if (state.link.state === 'ended' || state.link.state === 'away') return step(state)
  if (state.bye?.retryable === false) {
    const why = state.options.words.closedFor(state.bye.code)
    return step(warn({ ...state, link: { state: 'ended' }, queue: null }, why), ...stillTimers)
  }
  return goAway(state, moment, fault)
}

const stillTimers = [hush('ping'), hush('late'), hush('reconnect')] as const

/**
 * Waits, then tries again: first the address that was there before, then the next ones. A node that said
 * goodbye is passed over, since it is about to stop.
 */
export const goAway = (state: State, moment: Moment, fault: LinkFault = 'ended'): Step => {
  if (state.inputEnded !== null) return quitUnconfirmed(state)
  const { now, chance } = moment
  const attempt = attemptOf(state)
  const wasReady = state.link.state === 'ready'
  const { addresses, words } = state.options
  const failed: State = state.welcomed
    ? state
    : { ...state, faults: { ...state.faults, [state.address]: fault } }
  if (isHopeless(failed, attempt + 1, fault))
    return step(failed, { do: 'close' }, { do: 'quit', problem: problemOf(failed) })
  const afterMs = retryAfterMs(attempt, chance, addresses.length)
  const address = wasReady && state.bye === null ? state.address : (state.address + 1) % addresses.length
  const told = wasReady
    ? warn(failed, words.dropped(addressText(addressOf(state))))
    : withFault(failed, state.faults[state.address])
  return step(
    { ...told, address, link: { state: 'away', attempt: attempt + 1, retryAt: now + afterMs }, online: null },
    { do: 'close' },
    ...stillTimers,
    wake('reconnect', afterMs),
    look,
  )
}

/** Says once why an address cannot be reached, and again when the cause is another. */
const withFault = (state: State, known: LinkFault | undefined): State => {
  const fault = state.faults[state.address]
  if (fault === undefined || fault === known) return state
  return warn(state, state.options.words.cannotConnect(addressText(addressOf(state)), fault))
}

/** Whether more tries are of no use. A connection that was there once is tried again for ever. */
const isHopeless = (state: State, tries: number, fault: LinkFault): boolean => {
  const { addresses } = state.options
  if (state.welcomed || tries < addresses.length) return false
  const isElsewhere = addresses.every((_, index) => isWrongService(state.faults[index]))
  const triesMax = fault === 'timed-out' ? FIRST_TRIES_SLOW : FIRST_TRIES
  return isElsewhere || tries >= triesMax * addresses.length
}

const isWrongService = (fault: LinkFault | undefined): boolean => fault === 'not-ketik' || fault === 'silent'

/** Every address with its cause, a line for each. */
const problemOf = ({ options, faults }: State): string =>
  options.addresses
    .map((address, index) => options.words.cannotConnect(addressText(address), faults[index] ?? 'timed-out'))
    .join('\n')
