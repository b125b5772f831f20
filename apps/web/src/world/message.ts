import type { RaceWish } from './world.ts'

const TIMERS = ['reconnect', 'late', 'ping', 'batch', 'count', 'move', 'snapshot'] as const
export type TimerName = (typeof TIMERS)[number]

/** Everything that can happen to the page. */
export type Message =
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
  | { readonly on: 'hint'; readonly hint: 'paste' | 'suggestion' }
  | { readonly on: 'reconnect' }
  | { readonly on: 'stir' }
  | { readonly on: 'dismiss' }
  | { readonly on: 'network'; readonly up: boolean }
  | { readonly on: 'opened' }
  | { readonly on: 'frame'; readonly frame: string }
  | { readonly on: 'closed'; readonly code: number }
  | { readonly on: 'woke'; readonly timer: TimerName }

/** When a message happened by the local clock, and a random number of 0..1 for whoever needs one. */
export type Moment = { readonly now: number; readonly chance: number }
