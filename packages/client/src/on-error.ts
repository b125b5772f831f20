import type { ErrorMessage } from '@ketik/protocol'
import { onLoginRefused, onTokenRefused } from './connection/on-login.ts'
import type { Link } from './link.ts'
import { andThen, type LinkStep, notify, step } from './link-effect.ts'
import type { Moment } from './link-event.ts'
import { resend } from './racing/on-keys.ts'

/** A key dated ahead of the server's clock is in its past soon. */
const RESEND_MS = 150
const SLOW_DOWN_MS = 600

/** A refusal: the link repairs it, or the program shows it. */
export const onError = (
  link: Link,
  error: ErrorMessage & { readonly expected?: number },
  moment: Moment,
): LinkStep => {
  switch (error.code) {
    case 'keys_repeated':
    case 'keys_out_of_order':
      return resend(link, error.expected, 0)
    case 'keys_in_future':
    case 'not_started':
      return resend(link, error.expected, RESEND_MS)
    case 'already_waiting':
    case 'already_logged_in':
    case 'not_waiting':
    case 'not_racing':
    case 'wrong_race':
      return step(link)
    case 'bad_token':
      return onTokenRefused(link, moment)
    case 'name_taken':
    case 'name_claimed':
    case 'name_kept':
    case 'name_unclaimed':
    case 'wrong_passphrase':
    case 'bad_username':
    case 'version_unsupported':
      return onLoginRefused(link, error, moment)
    case 'already_racing':
      // In a race that the player left: its outcome follows, and the client asks again then.
      return link.leftRace !== null && link.queue !== null ? step(link) : onOther(link, error)
    case 'rate_limited':
      return andThen(step(link, notify({ on: 'refused', error })), next =>
        resend(next, undefined, SLOW_DOWN_MS),
      )
    default:
      return onOther(link, error)
  }
}

/** While the player waits, any refusal but one of a chat message refuses the race that was requested. */
const onOther = (link: Link, error: ErrorMessage): LinkStep => {
  const { queue } = link
  const isAboutChat = error.code.startsWith('chat') || error.code === 'muted'
  if (queue === null || isAboutChat) return step(link, notify({ on: 'refused', error }))
  return step({ ...link, queue: null }, notify({ on: 'refused', error, wish: queue.wish }))
}
