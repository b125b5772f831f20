import { LOOK_MS, loginWithinMs, retryAfterMs, startRunning, timerFired, timerSet } from '@ketik/client'
import { CLOSE, mayReconnect } from '@ketik/protocol'
import { hush, type Step, send, step, wake } from './effect.ts'
import type { Moment } from './message.ts'
import { isRacing, raceToResume, type World } from './world.ts'

const attemptOf = ({ link }: World): number => ('attempt' in link ? link.attempt : 0)

/** Opens a connection now, in place of whatever there was. */
export const reconnect = (world: World, { now }: Moment): Step => {
  if (world.name === null) return step({ ...world, link: { state: 'none' } })
  return step(
    {
      ...world,
      link: { state: 'opening', attempt: attemptOf(world) },
      silence: timerSet(startRunning(now), now, LOOK_MS),
    },
    { do: 'close' },
    hush('reconnect'),
    hush('move'),
    hush('ping'),
    { do: 'open' },
    wake('late', LOOK_MS),
  )
}

/** A connection that neither opens nor logs in is given up for another. */
export const onLateDue = (world: World, moment: Moment): Step => {
  const { state } = world.link
  if (state !== 'opening' && state !== 'logging-in') return step(world)
  const silence = timerFired(world.silence, moment.now)
  if (silence.ranMs >= loginWithinMs(isRacing(world))) return goAway(world, moment, { do: 'close' })
  return step({ ...world, silence: timerSet(silence, moment.now, LOOK_MS) }, wake('late', LOOK_MS))
}

export const onOpened = (world: World): Step => {
  if (world.name === null || world.link.state !== 'opening') return step(world)
  const { name: username, token } = world
  const race = raceToResume(world)
  const login = {
    type: 'login',
    username,
    v: 1,
    ...(token === null ? {} : { token }),
    ...(race === null ? {} : { race: race.view.id }),
  } as const
  return step(
    {
      ...world,
      link: { state: 'logging-in', attempt: attemptOf(world) },
      pings: 0,
      heard: null,
    },
    send(login),
  )
}

/** The connection ended. Its code says whether this page may come back. */
export const onClosed = (world: World, code: number, moment: Moment): Step => {
  if (world.link.state === 'ended' || world.link.state === 'none') return step(world)
  const still = [hush('ping'), hush('late'), hush('move')] as const
  if (!mayReconnect(code)) return step({ ...world, link: { state: 'ended', code }, queue: null }, ...still)
  const atEase = world.queue === null && (world.race === null || world.race.standings !== null)
  if (code === CLOSE.idle && atEase) return step({ ...world, link: { state: 'resting' } }, ...still)
  return goAway(world, moment, ...still)
}

export const goAway = (world: World, { now, chance }: Moment, ...before: Step[1]): Step => {
  const attempt = attemptOf(world)
  const afterMs = retryAfterMs(attempt, chance)
  return step(
    { ...world, link: { state: 'away', attempt: attempt + 1, retryAt: now + afterMs } },
    ...before,
    wake('reconnect', afterMs),
  )
}

/** The browser says whether it has a network; it is believed about getting one back, and shown otherwise. */
export const onNetwork = (world: World, up: boolean, moment: Moment): Step => {
  const known: World = { ...world, hasNetwork: up }
  return up && world.link.state === 'away' ? reconnect(known, moment) : step(known)
}
