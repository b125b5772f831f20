import type { BoardTiming } from '@ketik/protocol'
import { assertNever, LANGS } from '@ketik/race'
import type { BoardWindow } from './board-asked.ts'
import { type Effect, look, note, refuseLine, type Step, send, step } from './effect.ts'
import { endInput } from './end-input.ts'
import type { Moment } from './event.ts'
import { COMMANDS, nearestCommand } from './nearest-command.ts'
import { promptText, sent } from './prompt.ts'
import { isSettled } from './race-state.ts'
import { isRoom } from './room.ts'
import { type RaceWish, type State, withoutRace } from './state.ts'

/** Enter at the prompt: the line is a command or chat, and the prompt is empty again. */
export const onEnter = (state: State, moment: Moment): Step => {
  const line = promptText(state.prompt).trim()
  if (line === '') return step(state)
  return submit({ ...state, prompt: sent(state.prompt), scrolled: 0 }, line, moment)
}

/** A line that begins with `/` is a command and never chat; `//` stands for a `/` in chat. */
export const submit = (state: State, line: string, moment: Moment): Step => {
  if (line.startsWith('//')) return say(state, line.slice(1))
  if (!line.startsWith('/')) return say(state, line)
  const [typed = '', ...given] = line.split(/\s+/u)
  const command = COMMANDS.find(one => one === typed.toLowerCase())
  switch (command) {
    case '/race':
      return askRace(state, given, moment)
    case '/leave':
      return leave(state)
    case '/board':
      return askBoard(state, given)
    case '/help':
      return step(state.options.words.help.reduce(note, state))
    case '/quit':
      return state.options.canRace ? quit(state) : endInput(state, moment)
    case undefined:
      return step(
        refuseLine(state, state.options.words.unknownCommand(typed, nearestCommand(typed.toLowerCase()))),
      )
    default:
      return assertNever(command)
  }
}

const isReady = ({ link }: State): boolean => link.state === 'ready'

/** `/race`, `/race id`, `/race ROOM`, `/race en ROOM`, `/race ROOM rated`. */
const askRace = (state: State, given: readonly string[], { now }: Moment): Step => {
  const { words, canRace } = state.options
  if (!canRace) return step(refuseLine(state, words.needsTerminal))
  if (state.queue !== null) return step(note(state, words.alreadyWaiting))
  if (state.race !== null && !isSettled(state.race)) return step(note(state, words.alreadyRacing))
  const wish = wishOf(state.options.wish, given)
  if (wish === undefined) return step(refuseLine(state, words.badRoom))
  const waiting: State = { ...withoutRace(state), queue: { wish, since: now, count: null }, focus: 'prompt' }
  const asked = isReady(state) ? [send({ type: 'req_matchmaking', ...wish })] : []
  return step(waiting, ...asked, look)
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
const leave = (state: State): Step => {
  if (state.queue === null && state.race === null)
    return step(note(state, state.options.words.nothingToLeave))
  return step({ ...withoutRace(state), queue: null, focus: 'prompt' }, ...leaving(state))
}

/** Ends the program; nobody is kept waiting for this player. */
export const quit = (state: State): Step => step(state, ...leaving(state), { do: 'quit' })

const leaving = (state: State): readonly Effect[] => {
  if (!isReady(state)) return []
  if (state.queue !== null) return [send({ type: 'leave_queue' })]
  return state.race !== null && !isSettled(state.race) ? [send({ type: 'leave_race' })] : []
}

const WINDOWS: readonly BoardWindow[] = ['day', 'week', 'all']

const TIMINGS: readonly BoardTiming[] = ['keys', 'arrival', 'any']

/** `/board`, `/board day`, `/board arrival`, `/board week any`. */
const askBoard = (state: State, given: readonly string[]): Step => {
  const { words } = state.options
  const isKnown = given.every(word => [...WINDOWS, ...TIMINGS].some(known => known === word))
  const window = WINDOWS.find(one => given.includes(one)) ?? 'all'
  const timed = TIMINGS.find(one => given.includes(one)) ?? 'keys'
  if (!isKnown) return step(refuseLine(state, words.boardWindows))
  if (!isReady(state)) return step(refuseLine(state, words.notConnected))
  return step(
    { ...state, boardsDue: [...state.boardsDue, { window, timed }] },
    send({ type: 'req_leaderboard', window, ...(timed === 'keys' ? {} : { timed }) }),
  )
}

const say = (state: State, text: string): Step =>
  isReady(state)
    ? step(state, send({ type: 'chat', text }))
    : step(refuseLine(state, state.options.words.notConnected))
