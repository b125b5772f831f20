import { EffectRunner, systemClock } from '@ketik/client'
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Doors } from '../doors.ts'
import type { Sound } from '../sound/sound.ts'
import type { Effect } from './effect.ts'
import type { Message } from './message.ts'
import { update } from './update.ts'
import { newWorld, type World } from './world.ts'

export type Tell = (message: Message) => void

export type Running = {
  readonly world: ReadonlySignal<World>
  readonly tell: Tell
}

export type Outside = {
  readonly doors: Doors
  readonly go: (path: string) => void
  readonly resume: (path: string) => void
  readonly play: (sound: Sound) => void
}

/** Carries out what `update` asks for. */
export const run = ({ doors, go, resume, play }: Outside): Running => {
  const world = signal(newWorld)
  const runner = new EffectRunner({
    connect: () => doors.connect,
    clock: { now: doors.now, chance: doors.chance, after: systemClock.after },
    onEvent: event => tell(event),
  })

  const tell = (message: Message): void => {
    const [next, effects] = update(world.value, message, { now: doors.now(), chance: doors.chance() })
    world.value = next
    for (const effect of effects) carryOut(effect)
  }

  const carryOut = (effect: Effect): void => {
    switch (effect.do) {
      case 'keep':
        doors.shelf.set(effect.what, effect.value)
        break
      case 'go':
        go(effect.path)
        break
      case 'resume':
        resume(effect.path)
        break
      case 'sound':
        play(effect.sound)
        break
      default:
        runner.execute(effect)
    }
  }

  return { world, tell }
}
