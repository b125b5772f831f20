import type { ClientMessage } from '@ketik/protocol'
import type { Sound } from '../sound/sound.ts'
import type { TimerName } from './message.ts'
import type { World } from './world.ts'

/** What `update` asks for; carried out by `run`. */
export type Effect =
  | { readonly do: 'open' }
  | { readonly do: 'close' }
  | { readonly do: 'send'; readonly message: ClientMessage }
  /** One timer of each name: setting it again moves it. */
  | { readonly do: 'wake'; readonly timer: TimerName; readonly afterMs: number }
  | { readonly do: 'hush'; readonly timer: TimerName }
  | { readonly do: 'keep'; readonly what: 'name' | 'token' | 'left-race'; readonly value: string | null }
  | { readonly do: 'go'; readonly path: string }
  /** Goes there from where one waits for a race, and from nowhere else. */
  | { readonly do: 'resume'; readonly path: string }
  | { readonly do: 'sound'; readonly sound: Sound }

/** The world after a message, and what to do about it. */
export type Step = readonly [world: World, effects: readonly Effect[]]

export const step = (world: World, ...effects: readonly Effect[]): Step => [world, effects]

export const send = (message: ClientMessage): Effect => ({ do: 'send', message })
export const wake = (timer: TimerName, afterMs: number): Effect => ({
  do: 'wake',
  timer,
  afterMs: Math.max(0, afterMs),
})
export const hush = (timer: TimerName): Effect => ({ do: 'hush', timer })

/** Runs a second step on what a first one made, and keeps the effects of both in order. */
export const andThen = ([world, effects]: Step, next: (world: World) => Step): Step => {
  const [after, more] = next(world)
  return [after, [...effects, ...more]]
}
