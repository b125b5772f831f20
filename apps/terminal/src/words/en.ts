import type { BoardWindow } from '../core/state.ts'

/** Every text a person reads. `id.ts` has the same keys, or it does not compile. */
export const en = {
  online: (count: number) => `${count} online`,
  connecting: (address: string) => `connecting to ${address} …`,
  away: (seconds: number) => `connection lost · trying again${seconds > 0 ? ` in ${seconds} s` : ' …'}`,
  ended: 'the server asked this program to stay away',
  clusterAway: 'the server is reconnecting to the cluster',

  welcome: 'Welcome to Ketik. /race to race, /help for more; anything else is chat.',
  dropped: 'The connection was lost; coming back by itself.',
  resumed: 'Back in the race. No key was lost.',
  seatLost: 'The race went on without you: nobody holds your seat any more.',
  moving: 'This server is about to stop; moving to another.',
  notConnected: 'Not connected at the moment; try again when the connection is back.',
  oldServer: 'That server does not speak protocol version 1.',
  needsTerminal: 'Racing needs a terminal: standard input and output must both be one.',
  alreadyWaiting: 'You are waiting for a race already. /leave to stop.',
  alreadyRacing: 'You are in a race already. /leave to give up.',
  nothingToLeave: 'You are neither waiting nor racing.',
  boardWindows: '/board day, /board week or /board all',
  help: [
    '/race [en|id] [ROOM]   race; with a room, only those who name it',
    '/leave                 stop waiting, give up the race, or close its result',
    '/board [day|week|all]  the fastest of that time',
    '/help                  this',
    '/quit                  leave Ketik (Ctrl-C does the same)',
    'Tab goes from the text of a race to the prompt and back. Ctrl-W erases a word. Anything else is chat.',
  ] as readonly string[],

  hintLobby: '/race  /board  /help  /quit',
  hintWaiting: (count: number | null, seconds: number) =>
    `waiting for racers${count === null ? '' : `: ${count} here`} · ${seconds} s · /leave to stop`,
  hintRacing: 'Tab: chat and commands',
  hintWrong: 'wrong: Backspace, or Ctrl-W for the word',
  hintAside: 'Tab: back to the text · /leave to give up',
  hintDone: 'You are done; waiting for the others. Chat here, or /race for the next one.',
  hintResult: '/race for the next one · /leave or Esc for the lobby',
  hintOffline: (keys: number) => `connection lost: type on, ${keys} keys are kept and will be sent`,
  scrolled: 'older lines · Page Down to come back',

  countdown: 'Starts in',
  go: 'Go!',
  words: 'wpm',
  seconds: 's',
  you: 'you',
  seatStates: { racing: '', away: 'away', finished: 'done', left: 'left' } as Readonly<
    Record<'racing' | 'away' | 'finished' | 'left', string>
  >,
  moreRacers: (count: number) => `and ${count} more`,

  won: 'You won!',
  lost: 'Race over.',
  lostTypeOn: 'Someone was faster; type on, your result counts.',
  cancelled: 'The race was cancelled.',
  reasons: {
    opponent_left: 'Everyone else left.',
    implausible: 'Nobody can type that fast, so it does not count.',
    timeout: 'Time ran out.',
    cancelled: '',
  } as Readonly<Record<string, string>>,
  done: 'Typed to the end.',
  place: 'place',
  placeOf: (place: number, of: number) => `place ${place} of ${of}`,
  placePending: 'place pending',
  racer: 'racer',
  raw: 'raw',
  accuracy: 'accuracy',
  consistency: 'consistency',
  races: 'races',
  leaderboard: 'Leaderboard',
  boardTitle: (window: BoardWindow) =>
    ({ day: 'Leaderboard, today', week: 'Leaderboard, this week', all: 'Leaderboard, all time' })[window],
  boardEmpty: 'nobody yet',
  joined: (name: string) => `${name} joined`,
  left: (name: string) => `${name} left`,

  closedFor: (code: number) =>
    closings[code] ?? `The server ended this connection (${code}). /quit to leave.`,
  refusal: (code: string): string | undefined => refusals[code],

  usage:
    'usage: npm run terminal -- --name NAME [--host HOST[:PORT] …] [--port 50000] [--lang en|id] [--room CODE] [--sign-in | --passphrase-file FILE]',
  askPassphrase: 'Passphrase: ',
  noPassphrase: 'the passphrase could not be read',
  badName: 'give a name of 1 to 24 characters: --name NAME',
  badHost: (host: string) => `not an address: ${host}`,
  badPort: 'a port is a number from 1 to 65535',
  badLang: '--lang is en or id',
  badRoom: 'a room is 1 to 64 letters, digits, "-" and "_"',
  plain: 'This is no terminal: lines are chat or commands, and there is no racing.',
  terminalLost: 'the terminal is gone',
} as const

const refusals: Readonly<Record<string, string>> = {
  name_claimed: 'That name has an owner. If it is you, add --sign-in; else choose another.',
}

const closings: Readonly<Record<number, string>> = {
  4400: 'The server closed this connection: too much at once. /quit to leave.',
  4401: 'You were signed out. /quit to leave.',
  4423: 'Somebody has claimed the name you had. /quit to leave.',
  4403: 'An operator has banned you for now. /quit to leave.',
  4409: 'You came in from another place, so this one stepped aside. /quit to leave.',
}
