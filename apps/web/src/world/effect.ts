import type { DriverEffect, StepOf } from '@ketik/client'
import type { Sound } from '../sound/sound.ts'
import type { World } from './world.ts'

/** What `update` asks for; carried out by `run`. */
export type Effect =
  | DriverEffect
  | { readonly do: 'keep'; readonly what: 'name' | 'token' | 'left-race'; readonly value: string | null }
  | { readonly do: 'go'; readonly path: string }
  /** Goes there from where one waits for a race, and from nowhere else. */
  | { readonly do: 'resume'; readonly path: string }
  | { readonly do: 'sound'; readonly sound: Sound }

/** The world after a message, and what to do about it. */
export type Step = StepOf<World, Effect>

export const step = (world: World, ...effects: readonly Effect[]): Step => [world, effects]
