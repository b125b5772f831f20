import type { RaceStore } from '@ketik/cluster'
import { isActive, isRefusal, type NodeId, type Race } from '@ketik/race'

/**
 * Takes a seat for a player who came back, whichever node held it. A seat that is done stays as it is, so that nothing
 * is asked where it is here already, and its player learns how it ended. Undefined: the race is gone. `behind`: see
 * `RaceStore.apply`.
 */
export const takeSeat = async (
  { node, records, now }: { readonly node: NodeId; readonly records: RaceStore; now(): number },
  race: Race,
  seat: number,
  behind?: () => void,
): Promise<Race | undefined> => {
  const state = race.seats[seat]
  if (state !== undefined && !isActive(state) && state.node === node) return race
  const command = { type: 'take-seat', seat, node, at: now() } as const
  const answer = await records.apply(race.plan.id, command, race, behind)
  return answer !== undefined && isRefusal(answer) ? await records.load(race.plan.id) : answer
}
