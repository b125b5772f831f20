import { isOver, type Race } from '@ketik/race'
import type { Process } from './process.ts'
import type { ScriptedPlayer } from './scripted-player.ts'
import type { Stage } from './stage.ts'
import type { Violation } from './world.ts'

type Cast = { readonly players: readonly ScriptedPlayer[]; readonly processes: readonly Process[] }

/** Whether nothing more is going to happen but clocks ticking and deadlines passing. */
export const isAtRest = (stage: Stage, cast: Cast): boolean => {
  const { server, names, jobs } = stage.memory
  return (
    openEnds(stage, cast).length === 0 &&
    server.hlen(names.tickets) === 0 &&
    [...jobs.all].every(
      ({ lock, due, data }) => lock === undefined && (due > stage.world.clusterNow() || data === undefined),
    )
  )
}

/** What has not come to its end yet, with the rule that it breaks if it had time enough. */
export const openEnds = (stage: Stage, { players, processes }: Cast): readonly Violation[] => {
  const { server, names } = stage.memory
  const races = [...stage.witness.races.values()].flatMap(race => raceEnd(stage, race) ?? [])
  const placed = Object.keys(server.hgetall(names.placed)).map(id => `${id} was placed and never announced`)
  const late = players
    .filter(({ state }) => state !== 'done')
    .map(({ name, state }) => `${name} is ${state} for ever`)
  const kept = processes.flatMap(({ node, alive, name }) =>
    ((alive && node?.races.all) || [])
      .filter(({ race }) => isOver(race))
      .map(({ id }) => `${name} keeps the room of ${id}`),
  )
  return [
    ...races.map(what => ({ rule: 'MODEL-6', what })),
    ...placed.map(what => ({ rule: 'MODEL-4', what })),
    ...[...late, ...kept].map(what => ({ rule: 'MODEL-8', what })),
  ]
}

const raceEnd = ({ scores }: Stage, race: Race): string | undefined => {
  const { id } = race.plan
  if (!isOver(race)) return `${id} never ended: ${JSON.stringify(race.seats)}`
  if (!scores.settlements.has(id)) return `${id} was never settled`
  return scores.rated.has(id) ? undefined : `${id} was never rated`
}
