import { encode } from '@ketik/protocol'
import type { NodeSession, Sessions } from './sessions.ts'

/** On stopping, players are told to move and given this long to do so, evenly spread. */
const MOVE_WITHIN_MS = 5_000
/** Clients that cannot move may end their races, but not for longer than this. */
const DRAIN_MS = 25_000
const DRAIN_STEP_MS = 100

/** Tells players to go to another node, waits for those who race and cannot, then ends what is left. */
export const drain = async (sessions: Sessions): Promise<void> => {
  const drainedAt = performance.now() + DRAIN_MS
  for (const session of sessions.all) {
    if (!session.v1) continue
    session.send(encode({ type: 'move', withinMs: MOVE_WITHIN_MS }))
    setTimeout(() => session.close('moving'), Math.random() * MOVE_WITHIN_MS + 500).unref()
  }
  let idle: readonly NodeSession[] = []
  while (sessions.count > 0 && performance.now() < drainedAt) {
    // Not in the moment its race ends: the leaderboard follows the outcome.
    for (const session of idle) session.close('moving')
    idle = sessions.all.filter(session => !session.v1 && !session.isRacing)
    await new Promise(resolve => setTimeout(resolve, DRAIN_STEP_MS))
  }
  sessions.closeAll('restart')
}
