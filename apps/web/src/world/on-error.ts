import { resendFrom } from '@ketik/client'
import type { ErrorMessage } from '@ketik/protocol'
import { andThen, type Step, step, wake } from './effect.ts'
import type { Moment } from './message.ts'
import { reconnect } from './on-link.ts'
import type { World } from './world.ts'

/** Keys dated ahead of the server's clock are in its past soon. */
const RESEND_MS = 150
const SLOW_DOWN_MS = 600

/** A refusal: each either mends itself, or is told with a way on. */
export const onError = (
  world: World,
  error: ErrorMessage & { readonly expected?: number },
  moment: Moment,
): Step => {
  switch (error.code) {
    case 'keys_repeated':
    case 'keys_out_of_order':
      return resend(world, error.expected, 0)
    case 'keys_in_future':
    case 'not_started':
      return resend(world, undefined, RESEND_MS)
    case 'already_waiting':
    case 'already_logged_in':
    case 'not_waiting':
    case 'not_racing':
    case 'wrong_race':
      return step(world)
    case 'bad_token':
      return andThen(step({ ...world, token: null }, { do: 'keep', what: 'token', value: null }), next =>
        reconnect(next, moment),
      )
    case 'name_taken':
    case 'name_claimed':
    case 'name_kept':
    case 'bad_username':
      return step(
        {
          ...world,
          name: null,
          token: null,
          isOwner: false,
          link: { state: 'none' },
          queue: null,
          notice: refused(error),
        },
        { do: 'close' },
        { do: 'keep', what: 'token', value: null },
      )
    case 'version_unsupported':
      return step(
        { ...world, link: { state: 'ended', code: 0 }, notice: { kind: 'new-server' } },
        { do: 'close' },
      )
    case 'rate_limited':
      return andThen(step({ ...world, notice: refused(error) }), next =>
        resend(next, undefined, SLOW_DOWN_MS),
      )
    default:
      return leaveQueueOn(world, error, moment)
  }
}

const refused = (error: ErrorMessage) => ({ kind: 'refused', code: error.code }) as const

/** While waiting, any other refusal is about the wish, which can be made again. */
const leaveQueueOn = (world: World, error: ErrorMessage, _: Moment): Step => {
  const { queue } = world
  if (queue === null || error.code.startsWith('chat') || error.code === 'muted')
    return step({ ...world, notice: refused(error) })
  const again = error.retryable ? { again: queue.wish } : {}
  return step({ ...world, queue: null, notice: { ...refused(error), ...again } })
}

const resend = (world: World, expected: number | undefined, afterMs: number): Step => {
  const { race } = world
  if (race === null) return step(world)
  const outbox = resendFrom(race.outbox, expected ?? race.outbox.acked)
  return step({ ...world, race: { ...race, outbox } }, wake('batch', afterMs))
}
