import { freshClock, observe, type Pong } from '@ketik/protocol'
import { type Step, send, step, wake } from './effect.ts'
import type { Moment } from './event.ts'
import { goAway } from './on-link.ts'
import type { State } from './state.ts'

/** Pings sent quickly after a login, so that the clock is good before the first countdown. */
const QUICK_PINGS = 5
const QUICK_MS = 120
const CALM_MS = 2_000
/** A connection this long without a line is dead: pongs come every two seconds. */
const SILENT_MS = 9_000

export const ping = (state: State, { now }: Moment): Step => {
  const { heard } = state
  const echo = heard === null ? {} : { echo: heard.now, heldMs: Math.max(0, now - heard.at) }
  const pings = state.pings + 1
  return step(
    { ...state, pings },
    send({ type: 'ping', t: now, ...echo }),
    wake('ping', pings < QUICK_PINGS ? QUICK_MS : CALM_MS),
  )
}

export const onPingDue = (state: State, moment: Moment): Step => {
  if (state.link.state !== 'ready') return step(state)
  return moment.now - state.lastLineAt > SILENT_MS ? goAway(state, moment) : ping(state, moment)
}

/** The first pong of a connection starts the clock anew: a laptop may have slept since the last. */
export const onPong = (state: State, { t, now: clusterNow }: Pong, { now }: Moment): Step => {
  const clock = state.heard === null ? freshClock : state.clock
  return step({ ...state, clock: observe(clock, t, clusterNow, now), heard: { now: clusterNow, at: now } })
}
