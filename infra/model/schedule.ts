import { Choices } from './choices.ts'
import { Scene } from './scene.ts'
import { Stage } from './stage.ts'
import { enterVirtualTime, realTurn } from './virtual-time.ts'
import { World } from './world.ts'

/** What came of a schedule. */
export type Outcome = Awaited<ReturnType<typeof runSchedule>>

/** Changes the stage before anything happens: how the model is shown to notice. */
export type Sabotage = (stage: Stage) => void

/** `from`: a seed, or the choices of an earlier run. */
export const runSchedule = async (
  from: number | readonly number[],
  {
    isTraced = false,
    sabotage,
  }: { readonly isTraced?: boolean; readonly sabotage?: Sabotage | undefined } = {},
) => {
  const choices = new Choices(from)
  const world = new World(choices, isTraced)
  const stage = new Stage(world)
  sabotage?.(stage)
  const leave = enterVirtualTime(world)
  try {
    const scene = new Scene(stage)
    do {
      await realTurn()
    } while (scene.step())
    scene.finish()
  } finally {
    leave()
  }
  const { violations, steps, now: virtualMs, trace = [] } = world
  return { violations, steps, virtualMs, races: stage.witness.races.size, picked: choices.picked, trace }
}
