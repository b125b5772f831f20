import type { DriverEvent, RaceWish, TimerName } from '@ketik/client'
import type { Hint } from './world.ts'

/** Everything that can happen to the page. */
export type Message =
  | DriverEvent<TimerName>
  | {
      readonly on: 'start'
      readonly name: string | null
      readonly token: string | null
      /** The race that the player left last. */
      readonly left: string | null
      readonly keeps: boolean
    }
  | { readonly on: 'enter'; readonly name: string; readonly wish?: RaceWish }
  | { readonly on: 'rename' }
  /** A session of an account was opened, or its token renewed. */
  | { readonly on: 'signed-in'; readonly name: string; readonly token: string }
  | { readonly on: 'ask-race'; readonly wish: RaceWish }
  | { readonly on: 'leave-queue' }
  | { readonly on: 'leave-race' }
  | { readonly on: 'say'; readonly text: string }
  /** `code`: the physical key, as `KeyboardEvent.code`. Its release follows as a message. */
  | { readonly on: 'press'; readonly keys: readonly string[]; readonly code?: string }
  | { readonly on: 'release'; readonly code: string }
  | { readonly on: 'hint'; readonly hint: Hint }
  | { readonly on: 'reconnect' }
  | { readonly on: 'stir' }
  | { readonly on: 'dismiss' }
  | { readonly on: 'network'; readonly up: boolean }
