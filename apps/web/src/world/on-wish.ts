import { hush, type Step, send, step } from './effect.ts'
import type { Moment } from './message.ts'
import { isResult } from './race-state.ts'
import type { RaceWish, World } from './world.ts'

/** Asks for a race now, or as soon as the page is logged in. */
export const askRace = (world: World, wish: RaceWish, { now }: Moment): Step => {
  if (world.race !== null && !isResult(world.race)) return step(world)
  const waiting: World = { ...world, queue: { wish, since: now, waitingCount: null }, notice: null }
  return world.link.state === 'ready' ? step(waiting, send(request(wish))) : step(waiting)
}

export const request = (wish: RaceWish) => ({ type: 'req_matchmaking', ...wish }) as const

export const leaveQueue = (world: World): Step => {
  if (world.queue === null) return step(world)
  const left: World = { ...world, queue: null }
  return world.link.state === 'ready' ? step(left, send({ type: 'leave_queue' })) : step(left)
}

export const leaveRace = (world: World): Step => {
  if (world.race === null) return step(world)
  const over = isResult(world.race)
  const leftRace = world.race.view.id
  return step(
    { ...world, race: null, leftRace },
    hush('batch'),
    hush('count'),
    ...(over ? [] : [send({ type: 'leave_race' } as const)]),
    { do: 'keep', what: 'left-race', value: leftRace },
    { do: 'go', path: '/' },
  )
}

export const say = (world: World, text: string): Step =>
  world.link.state === 'ready' ? step({ ...world, notice: null }, send({ type: 'chat', text })) : step(world)
