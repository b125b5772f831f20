import { freshClock, observe, pingAfterMs, silentAfterMs, timerFired, timerSet } from '@ketik/client'
import type { Pong } from '@ketik/protocol'
import { type Step, send, step, wake } from './effect.ts'
import type { Moment } from './event.ts'
import { goAway } from './on-link.ts'
import { isRacing, type State } from './state.ts'

export const ping = (state: State, { now }: Moment): Step => {
  const { heard } = state
  const echo = heard === null ? {} : { echo: heard.now, heldMs: Math.max(0, now - heard.at) }
  const pings = state.pings + 1
  const racing = isRacing(state)
  const afterMs = Math.min(pingAfterMs(pings, racing), silentAfterMs(racing) - state.silence.ranMs)
  return step(
    { ...state, pings, silence: timerSet(state.silence, now, afterMs) },
    send({ type: 'ping', t: now, ...echo }),
    wake('ping', afterMs),
  )
}

/** Each ping has been waited for by the time the next is due: silence since then is the connection's. */
export const onPingDue = (state: State, moment: Moment): Step => {
  if (state.link.state !== 'ready') return step(state)
  const waited: State = { ...state, silence: timerFired(state.silence, moment.now) }
  return waited.silence.ranMs >= silentAfterMs(isRacing(waited))
    ? goAway(waited, moment)
    : ping(waited, moment)
}

/** The first pong of a connection starts the clock anew: a laptop may have slept since the last. */
export const onPong = (state: State, { t, now: clusterNow }: Pong, { now }: Moment): Step => {
  const clock = state.heard === null ? freshClock : state.clock
  return step({ ...state, clock: observe(clock, t, clusterNow, now), heard: { now: clusterNow, at: now } })
}
