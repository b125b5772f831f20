import { type LinkEvent, type Moment, updateLink } from '@ketik/client'
import type { Step } from './effect.ts'
import { onNotice } from './on-notice.ts'
import type { World } from './world.ts'

/** Hands an event to the link, and acts on what the link reports. */
export const toLink = (world: World, event: LinkEvent, moment: Moment): Step =>
  updateLink(world, event, moment, (next, notice) => onNotice(next, notice, moment))
