import type { ErrorMessage } from '@ketik/protocol'
import { andThen, refuseLine, type Step, step, warn } from './effect.ts'
import type { Moment } from './event.ts'
import { connect, goAway } from './on-link.ts'
import { resend } from './on-press.ts'
import type { State } from './state.ts'

/** Keys dated ahead of the server's clock are in its past soon. */
const RESEND_MS = 150
const SLOW_DOWN_MS = 600

/** A refusal: each either mends itself, or is told. */
export const onError = (
  state: State,
  error: ErrorMessage & { readonly expected?: number },
  moment: Moment,
): Step => {
  switch (error.code) {
    case 'keys_repeated':
    case 'keys_out_of_order':
      return resend(state, error.expected, 0)
    case 'keys_in_future':
    case 'not_started':
      return resend(state, error.expected, RESEND_MS)
    case 'already_waiting':
    case 'already_logged_in':
    case 'not_waiting':
    case 'not_racing':
    case 'wrong_race':
      return step(state)
    case 'bad_token':
      return connect({ ...state, token: null }, moment)
    case 'name_taken':
    case 'name_claimed':
    case 'name_kept':
    case 'name_unclaimed':
    case 'wrong_passphrase':
    case 'bad_username':
    case 'version_unsupported':
      return onLoginRefused(state, error, moment)
    case 'already_racing':
      // In a race that the player left: its outcome is on the way, and the player asks again.
      return state.leftRace !== null && state.queue !== null ? step(state) : onOther(state, error)
    case 'rate_limited':
      return andThen(step(refused(state, error)), next => resend(next, undefined, SLOW_DOWN_MS))
    default:
      return onOther(state, error)
  }
}

const onOther = (state: State, error: ErrorMessage): Step =>
  step(refused(isAboutWish(error) ? { ...state, queue: null } : state, error))

/** Before the login is answered no line was sent. */
const refused = (state: State, error: ErrorMessage): State =>
  (state.link.state === 'ready' ? refuseLine : warn)(state, sayOf(state, error))

/** A name that was ours is free again once the server has noticed the drop; one that never was is another's. */
const onLoginRefused = (state: State, error: ErrorMessage, moment: Moment): Step => {
  if (error.code === 'name_taken' && state.welcomed) return goAway(state, moment)
  return step(state, { do: 'quit', problem: sayOf(state, error) })
}

const isAboutWish = ({ code }: ErrorMessage): boolean =>
  code === 'queue_full' || code === 'room_full' || code === 'unavailable' || code === 'already_racing'

const sayOf = ({ options }: State, { code, message }: ErrorMessage): string =>
  options.words.refusal(code) ?? message
