import { isGoing, isOnline, isSettled, type Notice } from '@ketik/client'
import type { ErrorMessage, GameOver, Leaderboard } from '@ketik/protocol'
import { assertNever } from '@ketik/race'
import { BOARD_ASKS, BOARD_MS } from './board-times.ts'
import { look, note, refuseLine, type Step, setTimer, step, warn, withLine } from './effect.ts'
import { isAllAnswered } from './is-all-answered.ts'
import { onDisconnected } from './on-disconnected.ts'
import { quitUnconfirmed } from './quit-unconfirmed.ts'
import type { State } from './state.ts'
import { chatLine } from './talk.ts'

/** The link has acted on what happened; this shows it, and moves the focus. */
export const onNotice = (state: State, notice: Notice): Step => {
  const { words } = state.options
  switch (notice.on) {
    case 'welcomed':
      return step(notice.isFirst ? note(state, words.welcome) : state)
    case 'disconnected':
      return onDisconnected(state, notice)
    case 'closed':
      return step(warn(state, words.closedFor(notice.code)))
    case 'move-announced':
      return step(warn(state, words.moving))
    case 'moved':
      return state.inputEnded === null ? step(state) : quitUnconfirmed(state)
    case 'login-refused':
      return step(state, { do: 'quit', problem: sayOf(state, notice.error) })
    case 'old-server':
      return notice.answered === 'login'
        ? step(state, { do: 'quit', problem: words.oldServer })
        : step(warn(state, words.oldServer))
    case 'refused':
      // Before the login is answered no line was sent.
      return step((isOnline(state.link) ? refuseLine : warn)(state, sayOf(state, notice.error)))
    case 'matched':
      return step({ ...state, focus: 'text' })
    case 'counted':
      return notice.count === 0 ? step(state, look) : step(state)
    case 'typed-all':
      return step({ ...state, focus: 'prompt' })
    case 'resumed':
      return onResumed(state, notice.wasKnown)
    case 'seat-lost':
      return onSeatLost(state)
    case 'outcome':
      return onOutcome(state, notice.outcome)
    case 'race-over':
      return step(settled({ ...state, boardAsks: BOARD_ASKS }), setTimer('board', BOARD_MS))
    case 'told':
      return onTold(state, notice.message)
    case 'token-refused':
    case 'unreadable':
    case 'ticked':
    case 'seat-changed':
      return step(state)
    default:
      return assertNever(notice)
  }
}

const sayOf = ({ options }: State, { code, message }: ErrorMessage): string =>
  options.words.refusal(code) ?? message

const onResumed = (state: State, wasKnown: boolean): Step => {
  const { race } = state.link
  if (race === null || !isGoing(race)) return step({ ...state, focus: 'prompt' }, look)
  const told = warn(state, state.options.words.resumed)
  return step({ ...told, focus: wasKnown ? state.focus : 'text' }, look)
}

/** A race with a result shows the result. */
const onSeatLost = (state: State): Step => {
  const { race } = state.link
  if (race === null || isSettled({ ...race, lost: false })) return step(state)
  return step(warn({ ...state, focus: 'prompt' }, state.options.words.seatLost))
}

/** A leaderboard follows each outcome. */
const onOutcome = (state: State, outcome: GameOver): Step => {
  const due: State = { ...state, boardsDue: [...state.boardsDue, 'told'] }
  return step(outcome.race === state.link.race?.view.id ? settled(due) : due)
}

/** Once nothing can be typed any more, keys are for the prompt. */
const settled = (state: State): State =>
  state.link.race !== null && !isGoing(state.link.race) ? { ...state, focus: 'prompt' } : state

const onTold = (state: State, message: Extract<Notice, { readonly on: 'told' }>['message']): Step => {
  switch (message.type) {
    case 'chat':
      return step(withLine(state, chatLine(message)))
    case 'presence':
      return step(withLine(state, { line: message.event, username: message.username }))
    case 'res_leaderboard':
      return onBoard(state, message)
    default:
      return assertNever(message)
  }
}

const onBoard = (state: State, { data }: Leaderboard): Step => {
  const [due = 'told', ...boardsDue] = state.boardsDue
  const known: State = { ...state, board: data, boardsDue }
  if (isAllAnswered(known)) return step(known, { do: 'quit' })
  if (due === 'told') return step(known)
  return step(withLine(known, { line: 'board', title: state.options.words.boardTitle(due), rows: data }))
}
