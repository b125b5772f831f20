import { startOver } from '@ketik/client'
import { decodeServerMessage, isReadingFault, type ServerMessage } from '@ketik/protocol'
import { assertNever } from '@ketik/race'
import { type Step, step, wake } from './effect.ts'
import { addLine, chatLine } from './lobby-line.ts'
import type { Moment } from './message.ts'
import { onError } from './on-error.ts'
import { onPong } from './on-pong.ts'
import { onGameOver, onMatched, onRaceOver, onSeat, onSnapshot, onTick, tickCount } from './on-race.ts'
import { onLeaderboard, onWelcome } from './on-welcome.ts'
import type { World } from './world.ts'

/** The page shows a malformed frame once and ignores it, because the rest of the connection may work. */
export const onFrame = (world: World, frame: string, moment: Moment): Step => {
  const message = decodeServerMessage(frame)
  const isLoggedIn = world.link.state === 'ready'
  const heard: World = isLoggedIn ? { ...world, silence: startOver(world.silence, moment.now) } : world
  if (!isReadingFault(message)) return onMessage(heard, message, moment)
  return step(message.fault === 'unknown-type' ? heard : { ...heard, notice: { kind: 'garbage' } })
}

const onMessage = (world: World, message: ServerMessage, moment: Moment): Step => {
  if ('status' in message) {
    if (message.status === 'matched') return onMatched(world, message, moment)
    const { queue } = world
    return step(
      queue === null ? world : { ...world, queue: { ...queue, waitingCount: message.waiting_count } },
    )
  }
  switch (message.type) {
    case 'welcome':
      return onWelcome(world, message, moment)
    case 'res_leaderboard':
      return onLeaderboard(world)
    case 'pong':
      return onPong(world, message, moment)
    case 'tick':
      return onTick(world, message)
    case 'snapshot':
      return onSnapshot(world, message, moment)
    case 'seat':
      return onSeat(world, message)
    case 'game_over':
      return onGameOver(world, message)
    case 'race_over':
      return onRaceOver(world, message)
    case 'chat':
      return step({
        ...world,
        lines: addLine(world.lines, chatLine(message)),
      })
    case 'presence':
      return step({
        ...world,
        online: message.online,
        lines: addLine(world.lines, { line: message.event, username: message.username }),
      })
    case 'error':
      return onError(world, message, moment)
    case 'move':
      return step({ ...world, notice: { kind: 'moving' } }, wake('move', moment.chance * message.withinMs))
    case 'cluster':
      return step({ ...world, cluster: message.state })
    case 'countdown':
    case 'start_game':
      // This page goes by the clock; the frame only wakes it when its own timer is late.
      return tickCount(world, moment)
    case 'bye':
      // Only the last line of TCP; a WebSocket has a close code.
      return step(world)
    default:
      return assertNever(message)
  }
}
