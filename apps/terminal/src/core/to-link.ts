import { type LinkEvent, type Moment, updateLink } from '@ketik/client'
import type { Step } from './effect.ts'
import { onNotice } from './on-notice.ts'
import type { State } from './state.ts'

/** Hands an event to the link, and acts on what the link reports. */
export const toLink = (state: State, event: LinkEvent, moment: Moment): Step =>
  updateLink(state, event, moment, onNotice)
