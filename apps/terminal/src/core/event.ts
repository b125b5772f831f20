/** Why a connection ended or did not come about. */
export type LinkFault =
  | 'refused'
  | 'unknown-host'
  | 'unreachable'
  | 'timed-out'
  /** It was open and ended. */
  | 'ended'
  /** What answers there does not speak this protocol. */
  | 'not-ketik'
  /** Something accepts connections there, and answers nothing. */
  | 'silent'

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

/** All do something but `look`, which only shows that time went by. */
export type TimerName =
  | 'reconnect'
  | 'late'
  | 'ping'
  | 'batch'
  | 'count'
  | 'snapshot'
  | 'board'
  | 'answers'
  | 'look'

/** Everything that can happen to this program. */
export type Event =
  | { readonly on: 'start' }
  | { readonly on: 'key'; readonly key: Key }
  /** A whole line at once, where there is no terminal. */
  | { readonly on: 'submit'; readonly text: string }
  | { readonly on: 'opened' }
  | { readonly on: 'line'; readonly line: string }
  /** The connection ended or did not come about; the cause, where one is known. */
  | { readonly on: 'closed'; readonly fault?: LinkFault }
  /** The terminal is gone, or a signal ends the program: nothing is asked. */
  | { readonly on: 'end' }
  | { readonly on: 'woke'; readonly timer: TimerName }

/** When it happened by the local clock (which never falls), and a random number of 0 to 1 for whoever needs one. */
export type Moment = { readonly now: number; readonly chance: number }
