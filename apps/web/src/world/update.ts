import type { Moment } from '@ketik/client'
import { assertNever } from '@ketik/race'
import { type Step, step } from './effect.ts'
import type { Message } from './message.ts'
import { onEnter, onRename, onSignedIn, onStart } from './on-name.ts'
import { onHint, onPress, onRelease } from './on-press.ts'
import { askRace, leaveRace, say } from './on-wish.ts'
import { toLink } from './to-link.ts'
import type { World } from './world.ts'

/** The whole page as a function: no clock, no chance, no I/O of its own. */
export const update = (world: World, message: Message, moment: Moment): Step => {
  const { phase } = world.link.connection
  switch (message.on) {
    case 'start':
      return onStart(world, message, moment)
    case 'enter':
      return onEnter(world, message, moment)
    case 'rename':
      return onRename(world, moment)
    case 'signed-in':
      return onSignedIn(world, message, moment)
    case 'ask-race':
      return askRace(world, message.wish, moment)
    case 'leave-race':
      return leaveRace(world, moment)
    case 'say':
      return say(world, message.text, moment)
    case 'press':
      return onPress(world, message, moment)
    case 'release':
      return onRelease(world, message.code, moment)
    case 'hint':
      return onHint(world, message.hint)
    case 'stir':
      return phase === 'resting' ? toLink(world, { on: 'reconnect' }, moment) : step(world)
    case 'dismiss':
      return step({ ...world, notice: null })
    case 'network':
      return onNetwork(world, message.up, moment)
    case 'leave-queue':
    case 'reconnect':
    case 'opened':
    case 'received':
    case 'closed':
    case 'timer':
      return toLink(world, message, moment)
    default:
      return assertNever(message)
  }
}

/** The browser says whether it has a network; it is believed about getting one back, and shown otherwise. */
const onNetwork = (world: World, up: boolean, moment: Moment): Step => {
  const known: World = { ...world, hasNetwork: up }
  const isAway = world.link.connection.phase === 'away'
  return up && isAway ? toLink(known, { on: 'reconnect' }, moment) : step(known)
}
