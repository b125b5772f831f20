import { andThen, isOnline, isSettled, type Moment, type RaceWish } from '@ketik/client'
import { type Step, step } from './effect.ts'
import { toLink } from './to-link.ts'
import type { World } from './world.ts'

/** Asks for a race now, or as soon as the page is logged in. */
export const askRace = (world: World, wish: RaceWish, moment: Moment): Step => {
  const { race } = world.link
  if (race !== null && !isSettled(race)) return step(world)
  return toLink({ ...world, notice: null }, { on: 'ask-race', wish }, moment)
}

export const leaveRace = (world: World, moment: Moment): Step => {
  const left = world.link.race?.view.id
  if (left === undefined) return step(world)
  return andThen(toLink(world, { on: 'leave-race' }, moment), next =>
    step(next, { do: 'keep', what: 'left-race', value: left }, { do: 'go', path: '/' }),
  )
}

export const say = (world: World, text: string, moment: Moment): Step =>
  isOnline(world.link)
    ? toLink({ ...world, notice: null }, { on: 'say', message: { type: 'chat', text } }, moment)
    : step(world)
