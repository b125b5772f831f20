import { isActive } from '@ketik/race'
import { metrics } from '@ketik/runtime'
import type { FoundSeat } from '../node/races.ts'
import { KeyTypist } from '../race/key-typist.ts'
import type { LiveRace } from '../race/live-race.ts'
import { takeSeat } from '../race/take-seat.ts'
import type { Typist } from '../race/typist.ts'
import type { Player } from './player.ts'

type ResumingPlayer = Player & {
  /** Sits on a seat of a race. */
  attach(live: LiveRace, seat: number, typist: Typist): void
}

/** Goes on with the race that the player holds a seat in, if there is one. `asked`: the race that the client named. */
export const resume = async (
  player: ResumingPlayer,
  foundEarly: FoundSeat | undefined,
  asked?: string,
): Promise<void> => {
  const { node, membership } = player
  if (membership === undefined) return
  const found = foundEarly ?? (await node.races.findSeat(membership.player, asked))
  if (found === undefined || !player.isOpen) return
  const { seat } = found
  const { races: records } = node.cluster
  const { id } = found.race.plan
  const held = found.race.seats[seat]
  // A seat that is done comes back only to a client that had the race when its connection dropped.
  if (held === undefined || (!isActive(held) && asked !== id)) return
  const readSeat = () => Promise.all([records.keyLog(id, seat), records.leastDelay(id, seat)])
  // Asked behind the seat, by one connection: no earlier writer can add to these keys.
  let read: ReturnType<typeof readSeat> | undefined
  const ties = { node: node.id, records, now: () => node.now() }
  const taken = await takeSeat(ties, found.race, seat, () => {
    read = readSeat()
    read.catch(() => undefined)
  })
  const race = taken ?? (await records.load(id))
  const state = race?.seats[seat]
  if (race === undefined || state === undefined) return
  // A seat that is done is told all the same; one that is not, and could not be taken, is somebody else's.
  if (taken === undefined && isActive(state)) return
  const live = node.races.join(race)
  const [log, leastDelayMs] = await (read ?? readSeat())
  if (!player.isOpen || (isActive(state) && live.isHeld(seat) && !live.isHeld(seat, state.epoch))) {
    // The player took the seat and was gone before it sat: it has its grace again, unless it is back already.
    if (isActive(state)) live.writer.disconnect(seat, state.epoch)
    else live.catchUp(seat)
    player.close('taken_over')
    return
  }
  // Of a seat that is done too: its player is told the keys it had, and that they are safe.
  const { creditMs = 0 } = race.plan.seats[seat] ?? {}
  const typist = new KeyTypist(race.plan.text.text, creditMs, log, player.latency.evidence(leastDelayMs))
  player.attach(live, seat, typist)
  metrics.snapshots.inc()
  node.log.info({ race: live.id, seat, session: player.id }, 'back in its race')
  player.send(live.frames.snapshot(live.race, seat, typist.log))
  live.catchUp(seat)
  node.mail.askForProgress(live.id, live.others)
}
