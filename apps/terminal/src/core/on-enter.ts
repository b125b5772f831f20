import { andThen, isOnline, isSettled, type LinkEvent, type Moment, type RaceWish } from '@ketik/client'
import { BOARD_TIMINGS, BOARD_WINDOWS } from '@ketik/protocol'
import { assertNever, LANGS } from '@ketik/race'
import { look, note, refuseLine, type Step, step } from './effect.ts'
import { endInput } from './end-input.ts'
import { COMMANDS, nearestCommand } from './nearest-command.ts'
import { promptText, sent } from './prompt.ts'
import { isRoom } from './room.ts'
import type { State } from './state.ts'
import { toLink } from './to-link.ts'

/** Enter at the prompt: the line is a command or chat, and the prompt is empty again. */
export const onEnter = (state: State, moment: Moment): Step => {
  const line = promptText(state.prompt).trim()
  if (line === '') return step(state)
  return submit({ ...state, prompt: sent(state.prompt), scrolled: 0 }, line, moment)
}

/** A line that begins with `/` is a command and never chat; `//` stands for a `/` in chat. */
export const submit = (state: State, line: string, moment: Moment): Step => {
  if (line.startsWith('//')) return say(state, line.slice(1), moment)
  if (!line.startsWith('/')) return say(state, line, moment)
  const [typed = '', ...given] = line.split(/\s+/u)
  const command = COMMANDS.find(one => one === typed.toLowerCase())
  switch (command) {
    case '/race':
      return askRace(state, given, moment)
    case '/leave':
      return leave(state, moment)
    case '/board':
      return askBoard(state, given, moment)
    case '/help':
      return step(state.options.words.help.reduce(note, state))
    case '/quit':
      return state.options.canRace ? quit(state, moment) : endInput(state, moment)
    case undefined:
      return step(
        refuseLine(state, state.options.words.unknownCommand(typed, nearestCommand(typed.toLowerCase()))),
      )
    default:
      return assertNever(command)
  }
}

/** `/race`, `/race id`, `/race ROOM`, `/race en ROOM`, `/race ROOM rated`. */
const askRace = (state: State, given: readonly string[], moment: Moment): Step => {
  const { words, canRace } = state.options
  const { queue, race } = state.link
  if (!canRace) return step(refuseLine(state, words.needsTerminal))
  if (queue !== null) return step(note(state, words.alreadyWaiting))
  if (race !== null && !isSettled(race)) return step(note(state, words.alreadyRacing))
  const wish = wishOf(state.options.wish, given)
  if (wish === undefined) return step(refuseLine(state, words.badRoom))
  const free = toLink({ ...state, focus: 'prompt' }, { on: 'leave-race' }, moment)
  const asked = andThen(free, next => toLink(next, { on: 'ask-race', wish }, moment))
  return andThen(asked, next => step(next, look))
}

/** The usual wish, but for what the command names; undefined when that is no room. */
const wishOf = (usual: RaceWish, given: readonly string[]): RaceWish | undefined => {
  const lang = LANGS.find(one => given.includes(one))
  const [room, agreed] = given.filter(word => word !== lang)
  if (room !== undefined && !isRoom(room)) return undefined
  return {
    ...usual,
    ...(lang === undefined ? {} : { lang }),
    ...(room === undefined ? {} : { room }),
    ...(agreed === 'rated' ? { rated: true } : {}),
  }
}

/** Leaves the queue, the race, or the result. */
const leave = (state: State, moment: Moment): Step => {
  if (state.link.queue === null && state.link.race === null)
    return step(note(state, state.options.words.nothingToLeave))
  return toLink({ ...state, focus: 'prompt' }, leaving(state), moment)
}

/** Ends the program; nobody is kept waiting for this player. */
export const quit = (state: State, moment: Moment): Step =>
  andThen(toLink(state, leaving(state), moment), next => step(next, { do: 'quit' }))

const leaving = ({ link }: State): LinkEvent => ({ on: link.queue === null ? 'leave-race' : 'leave-queue' })

/** `/board`, `/board day`, `/board arrival`, `/board week any`. */
const askBoard = (state: State, given: readonly string[], moment: Moment): Step => {
  const { words } = state.options
  const isKnown = given.every(word => [...BOARD_WINDOWS, ...BOARD_TIMINGS].some(known => known === word))
  const window = BOARD_WINDOWS.find(one => given.includes(one)) ?? 'all'
  const timed = BOARD_TIMINGS.find(one => given.includes(one)) ?? 'keys'
  if (!isKnown) return step(refuseLine(state, words.boardWindows))
  if (!isOnline(state.link)) return step(refuseLine(state, words.notConnected))
  const asked: State = { ...state, boardsDue: [...state.boardsDue, { window, timed }] }
  const message = { type: 'req_leaderboard', window, ...(timed === 'keys' ? {} : { timed }) } as const
  return toLink(asked, { on: 'say', message }, moment)
}

const say = (state: State, text: string, moment: Moment): Step =>
  isOnline(state.link)
    ? toLink(state, { on: 'say', message: { type: 'chat', text } }, moment)
    : step(refuseLine(state, state.options.words.notConnected))
