import { assertNever } from '@ketik/race'
import { andThen, type Step, step } from './effect.ts'
import type { Message, Moment } from './message.ts'
import { onFrame } from './on-frame.ts'
import { onClosed, onNetwork, onOpened, reconnect } from './on-link.ts'
import { onEnter, onRename, onSignedIn, onStart } from './on-name.ts'
import { onHint, onPress } from './on-press.ts'
import { tickCount } from './on-race.ts'
import { onRelease } from './on-release.ts'
import { askRace, leaveQueue, leaveRace, say } from './on-wish.ts'
import { onWoke } from './on-woke.ts'
import type { World } from './world.ts'

/** The whole page as a function: no clock, no chance, no I/O of its own. */
export const update = (world: World, message: Message, moment: Moment): Step => {
  switch (message.on) {
    case 'start':
      return onStart(world, message, moment)
    case 'enter':
      return onEnter(world, message, moment)
    case 'rename':
      return onRename(world)
    case 'signed-in':
      return onSignedIn(world, message, moment)
    case 'ask-race':
      return askRace(world, message.wish, moment)
    case 'leave-queue':
      return leaveQueue(world)
    case 'leave-race':
      return leaveRace(world)
    case 'say':
      return say(world, message.text)
    case 'press':
      return andThen(tickCount(world, moment), next => onPress(next, message, moment))
    case 'release':
      return onRelease(world, message.code, moment)
    case 'hint':
      return onHint(world, message.hint)
    case 'reconnect':
      return reconnect(world, moment)
    case 'stir':
      return world.link.state === 'resting' ? reconnect(world, moment) : step(world)
    case 'dismiss':
      return step({ ...world, notice: null })
    case 'network':
      return onNetwork(world, message.up, moment)
    case 'opened':
      return onOpened(world)
    case 'frame':
      return onFrame(world, message.frame, moment)
    case 'closed':
      return onClosed(world, message.code, moment)
    case 'woke':
      return onWoke(world, message.timer, moment)
    default:
      return assertNever(message)
  }
}
