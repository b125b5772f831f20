import type { DriverEvent, TimerName as LinkTimer } from '@ketik/client'

export type Key =
  | { readonly key: 'text' | 'paste'; readonly text: string }
  | {
      readonly key:
        | 'enter'
        | 'backspace'
        | 'erase-word'
        | 'delete'
        | 'erase-line'
        | 'erase-after'
        | 'left'
        | 'right'
        | 'home'
        | 'end'
        | 'up'
        | 'down'
        | 'page-up'
        | 'page-down'
        | 'tab'
        | 'escape'
        | 'interrupt'
        | 'suspend'
        | 'end-of-input'
    }

/** `look` only shows that time went by. The others do something. */
export type TimerName = LinkTimer | 'board' | 'answers' | 'look'

/** Everything that can happen to this program. */
export type Event =
  | DriverEvent<TimerName>
  | { readonly on: 'start' }
  | { readonly on: 'key'; readonly key: Key }
  /** A whole line at once, where there is no terminal. */
  | { readonly on: 'submit'; readonly text: string }
  /** The terminal is gone, or a signal ends the program: nothing is asked. */
  | { readonly on: 'end' }
