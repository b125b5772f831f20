import type { Pong } from '@ketik/protocol'
import { freshClock, observe } from '../clock/cluster-clock.ts'
import { pingAfterMs, silentAfterMs } from '../clock/pings.ts'
import { timerFired, timerSet } from '../clock/running-time.ts'
import { isOnline, isRacing, type Link } from '../link.ts'
import { type LinkStep, send, setTimer, step } from '../link-effect.ts'
import type { Moment } from '../link-event.ts'
import { goAway } from './on-connection.ts'

/** Each ping echoes the last pong, so that the node knows the round trip. */
export const ping = (link: Link, { now }: Moment): LinkStep => {
  const { pong } = link
  const echo = pong === null ? {} : { echo: pong.now, heldMs: Math.max(0, now - pong.at) }
  const pings = link.pings + 1
  const racing = isRacing(link)
  const untilSilentMs = silentAfterMs(racing) - link.silence.ranMs
  // A remainder below a millisecond would ping again and again before the clock shows another instant.
  const afterMs = Math.max(1, Math.min(pingAfterMs(pings, racing), untilSilentMs))
  return step(
    { ...link, pings, silence: timerSet(link.silence, now, afterMs) },
    send({ type: 'ping', t: now, ...echo }),
    setTimer('ping', afterMs),
  )
}

/** The client has waited for each ping by the time the next is due: silence since then is the connection's. */
export const onPingDue = (link: Link, moment: Moment): LinkStep => {
  if (!isOnline(link)) return step(link)
  const waited: Link = { ...link, silence: timerFired(link.silence, moment.now) }
  return waited.silence.ranMs >= silentAfterMs(isRacing(waited))
    ? goAway(waited, moment, 'silent')
    : ping(waited, moment)
}

/** The first pong of a connection starts the clock anew: a laptop may have slept since the last. */
export const onPong = (link: Link, { t, now: clusterNow }: Pong, { now }: Moment): LinkStep => {
  const clock = link.pong === null ? freshClock : link.clock
  return step({ ...link, clock: observe(clock, t, clusterNow, now), pong: { now: clusterNow, at: now } })
}
