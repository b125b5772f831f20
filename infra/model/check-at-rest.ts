import { isOver } from '@ketik/race'
import type { ArrivalPlayer } from './arrival-player.ts'
import type { EdgeProcess } from './edge-process.ts'
import { Player } from './player.ts'
import type { Stage } from './stage.ts'

type AnyPlayer = Player | ArrivalPlayer

/** Whether nothing more is going to happen but clocks ticking and deadlines passing. */
export const isAtRest = (
  stage: Stage,
  players: readonly AnyPlayer[],
  edges: readonly EdgeProcess[],
): boolean => {
  const { memory, witness, scores } = stage
  if (!players.every(({ state }) => state === 'done') || roomsKept(edges).length > 0) return false
  if (memory.server.hlen(memory.names.tickets) > 0 || memory.server.hlen(memory.names.placed) > 0)
    return false
  for (const race of witness.races.values()) {
    if (!isOver(race) || !scores.stored.has(race.plan.id) || !scores.rated.has(race.plan.id)) return false
  }
  for (const { lock, due, data } of memory.jobs.all) {
    if (lock !== undefined || (due <= stage.now() && data !== undefined)) return false
  }
  return true
}

/** What must hold once all have come to rest, or had time enough for it. */
export const checkAtRest = (
  stage: Stage,
  players: readonly AnyPlayer[],
  edges: readonly EdgeProcess[],
): void => {
  const { memory, witness } = stage
  for (const race of witness.races.values()) {
    const { id } = race.plan
    if (!isOver(race)) witness.fail('MODEL-6', `${id} never ended: ${JSON.stringify(race.seats)}`)
    else if (!witness.settlements.has(id)) witness.fail('MODEL-6', `${id} was never settled`)
    else if (!stage.scores.rated.has(id)) witness.fail('MODEL-6', `${id} was never rated`)
  }
  for (const race of Object.keys(memory.server.hgetall(memory.names.placed)))
    witness.fail('MODEL-4', `${race} was placed and never announced`)
  for (const player of players) {
    if (player instanceof Player) checkPlayed(stage, player)
    if (player.state !== 'done') witness.fail('MODEL-8', `${player.name} is ${player.state} for ever`)
  }
  witness.checkTold()
  for (const kept of roomsKept(edges)) witness.fail('MODEL-8', kept)
}

/** Rooms of races that are over; a moment later nobody has one. */
const roomsKept = (edges: readonly EdgeProcess[]): readonly string[] =>
  edges.flatMap(({ node, actor }) =>
    ((actor.alive && node?.races.all) || [])
      .filter(({ race }) => isOver(race))
      .map(({ id }) => `${actor.name} keeps the room of ${id}`),
  )

/** What a racer was told is what is stored. */
const checkPlayed = ({ witness }: Stage, player: Player): void => {
  for (const { id, seat, text, acked, outcome } of player.races) {
    const settled = witness.settlements.get(id)?.seats[seat]
    if (settled === undefined) continue
    const typed = (settled.keys ?? []).map(([, key]) => key).join('')
    if (!text.startsWith(typed))
      witness.fail('MODEL-7', `${player.name} typed "${text}" in ${id}, stored is "${typed}"`)
    if (typed.length < acked)
      witness.fail('MODEL-7', `${player.name} was told of ${acked} keys in ${id}, ${typed.length} are stored`)
    const place = settled.outcome.state === 'finished' ? settled.outcome.place : undefined
    if (
      outcome !== undefined &&
      place !== undefined &&
      outcome.place !== undefined &&
      outcome.place !== place
    ) {
      witness.fail('MODEL-3', `${player.name} was told place ${outcome.place} in ${id}, stored is ${place}`)
    }
  }
}
