import { type LinkEvent, type Moment, update } from '@ketik/client'
import { type Step, step } from './effect.ts'
import { onNotice } from './on-notice.ts'
import type { World } from './world.ts'

/** Hands an event to the link, and acts on what the link reports. */
export const toLink = (world: World, event: LinkEvent, moment: Moment): Step => {
  const [link, effects] = update(world.link, event, moment)
  return effects.reduce<Step>(
    ([reached, done], effect) => {
      if (effect.do !== 'notify') return [reached, [...done, effect]]
      const [next, more] = onNotice(reached, effect.notice, moment)
      return [next, [...done, ...more]]
    },
    step({ ...world, link }),
  )
}
