import { assertNever } from '@ketik/race'
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Doors } from '../doors.ts'
import type { Wire } from '../link/wire.ts'
import type { Sound } from '../sound/sound.ts'
import type { Effect } from './effect.ts'
import type { Message, TimerName } from './message.ts'
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

/** Carries out what `update` asks for. The one owner of the connection and of every timer of the world. */
export const run = ({ doors, go, resume, play }: Outside): Running => {
  const world = signal(newWorld)
  const timers = new Map<TimerName, ReturnType<typeof setTimeout>>()
  let wire: Wire | null = null

  const tell = (message: Message): void => {
    const [next, effects] = update(world.value, message, { now: doors.now(), chance: doors.chance() })
    world.value = next
    for (const effect of effects) carryOut(effect)
  }

  const open = (): void => {
    // Events of a wire that was replaced are not the page's any more.
    const ifMine = (told: () => void) => () => {
      if (wire === mine) told()
    }
    const mine: Wire = doors.openWire({
      opened: () => ifMine(() => tell({ on: 'opened' }))(),
      received: frame => ifMine(() => tell({ on: 'frame', frame }))(),
      closed: code =>
        ifMine(() => {
          wire = null
          tell({ on: 'closed', code })
        })(),
    })
    wire = mine
  }

  const close = (): void => {
    const old = wire
    wire = null
    old?.close()
  }

  const wakeAfter = (timer: TimerName, afterMs: number): void => {
    clearTimeout(timers.get(timer))
    timers.set(
      timer,
      setTimeout(() => tell({ on: 'woke', timer }), afterMs),
    )
  }

  const carryOut = (effect: Effect): void => {
    switch (effect.do) {
      case 'open':
        open()
        break
      case 'close':
        close()
        break
      case 'send':
        wire?.send(JSON.stringify(effect.message))
        break
      case 'wake':
        wakeAfter(effect.timer, effect.afterMs)
        break
      case 'hush':
        clearTimeout(timers.get(effect.timer))
        break
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
        assertNever(effect)
    }
  }

  return { world, tell }
}
