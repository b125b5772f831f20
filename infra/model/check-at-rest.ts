import { isOver } from '@ketik/race'
import type { Process } from './process.ts'
import type { ScriptedPlayer } from './scripted-player.ts'
import type { Stage } from './stage.ts'

/** Whether nothing more is going to happen but clocks ticking and deadlines passing. */
export const isAtRest = (
  { memory, world, witness, scores }: Stage,
  players: readonly ScriptedPlayer[],
  edges: readonly Process[],
): boolean => {
  const { server, names, jobs } = memory
  return (
    players.every(({ state }) => state === 'done') &&
    roomsKept(edges).length === 0 &&
    server.hlen(names.tickets) === 0 &&
    server.hlen(names.placed) === 0 &&
    [...witness.races.values()].every(
      race => isOver(race) && scores.settlements.has(race.plan.id) && scores.rated.has(race.plan.id),
    ) &&
    [...jobs.all].every(
      ({ lock, due, data }) => lock === undefined && (due > world.clusterNow() || data === undefined),
    )
  )
}

/** What must hold once all have come to rest, or had time enough for it. */
export const checkAtRest = (
  { memory, world, witness, told, scores }: Stage,
  players: readonly ScriptedPlayer[],
  edges: readonly Process[],
): void => {
  for (const race of witness.races.values()) {
    const { id } = race.plan
    if (!isOver(race)) world.fail('MODEL-6', `${id} never ended: ${JSON.stringify(race.seats)}`)
    else if (!scores.settlements.has(id)) world.fail('MODEL-6', `${id} was never settled`)
    else if (!scores.rated.has(id)) world.fail('MODEL-6', `${id} was never rated`)
  }
  for (const race of Object.keys(memory.server.hgetall(memory.names.placed)))
    world.fail('MODEL-4', `${race} was placed and never announced`)
  for (const { name, state } of players)
    if (state !== 'done') world.fail('MODEL-8', `${name} is ${state} for ever`)
  told.checkAtRest()
  for (const kept of roomsKept(edges)) world.fail('MODEL-8', kept)
}

/** Rooms of races that are over; a moment later nobody has one. */
const roomsKept = (edges: readonly Process[]): readonly string[] =>
  edges.flatMap(({ node, alive, name }) =>
    ((alive && node?.races.all) || [])
      .filter(({ race }) => isOver(race))
      .map(({ id }) => `${name} keeps the room of ${id}`),
  )
