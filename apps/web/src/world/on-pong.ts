import { freshClock, observe, pingAfterMs, silentAfterMs, timerFired, timerSet } from '@ketik/client'
import { type Step, send, step, wake } from './effect.ts'
import type { Moment } from './message.ts'
import { goAway } from './on-link.ts'
import { isRacing, type World } from './world.ts'

export const ping = (world: World, { now }: Moment): Step => {
  const { heard } = world
  const echo = heard === null ? {} : { echo: heard.now, heldMs: Math.max(0, now - heard.at) }
  const pings = world.pings + 1
  const racing = isRacing(world)
  const afterMs = Math.min(pingAfterMs(pings, racing), silentAfterMs(racing) - world.silence.ranMs)
  return step(
    { ...world, pings, silence: timerSet(world.silence, now, afterMs) },
    send({ type: 'ping', t: now, ...echo }),
    wake('ping', afterMs),
  )
}

/** Each ping has been waited for by the time the next is due: silence since then is the connection's. */
export const onPingDue = (world: World, moment: Moment): Step => {
  if (world.link.state !== 'ready') return step(world)
  const waited: World = { ...world, silence: timerFired(world.silence, moment.now) }
  return waited.silence.ranMs >= silentAfterMs(isRacing(waited))
    ? goAway(waited, moment, { do: 'close' })
    : ping(waited, moment)
}

/** The first pong of a connection starts the clock anew: a laptop may have slept since the last. */
export const onPong = (world: World, pong: { t: number; now: number }, { now }: Moment): Step => {
  const clock = world.heard === null ? freshClock : world.clock
  return step({ ...world, clock: observe(clock, pong.t, pong.now, now), heard: { now: pong.now, at: now } })
}
