import { LOOK_MS, startRunning, timerSet } from '@ketik/client'
import type { Welcome } from '@ketik/protocol'
import { andThen, hush, type Step, send, step, wake } from './effect.ts'
import type { Moment } from './message.ts'
import { ping } from './on-pong.ts'
import { request } from './on-wish.ts'
import { raceToResume, type World } from './world.ts'

export const onWelcome = (world: World, welcome: Welcome, moment: Moment): Step => {
  const { username, token, node, now, online, account: isOwner = false } = welcome
  const ready: World = {
    ...world,
    name: username,
    token,
    isOwner,
    link: { state: 'ready', node },
    silence: startRunning(moment.now),
    roughOffsetMs: now - moment.now,
    online,
    cluster: 'ok',
    // The history that follows a login holds everything again.
    lines: [],
    notice: world.notice?.kind === 'moving' ? null : world.notice,
  }
  const kept = step(
    ready,
    hush('late'),
    { do: 'keep', what: 'name', value: username },
    // An owner's is in the cookie, where no script can read it.
    { do: 'keep', what: 'token', value: isOwner ? null : token },
  )
  const pinged = andThen(kept, next => ping(next, moment))
  const { queue } = ready
  // A closed connection has left the queue.
  if (queue !== null) return andThen(pinged, next => step(next, send(request(queue.wish))))
  return raceToResume(ready) === null
    ? pinged
    : andThen(pinged, next => step(waitForSnapshot(next, moment), wake('snapshot', LOOK_MS)))
}

const waitForSnapshot = (world: World, { now }: Moment): World => ({
  ...world,
  snapshotWait: timerSet(startRunning(now), now, LOOK_MS),
})

/** Before any `welcome` it means a server that knows only contract A. */
export const onLeaderboard = (world: World): Step => {
  if (world.link.state === 'logging-in')
    return step(
      { ...world, link: { state: 'ended', code: 0 }, notice: { kind: 'old-server' } },
      { do: 'close' },
    )
  return step({ ...world, boardVersion: world.boardVersion + 1 })
}
