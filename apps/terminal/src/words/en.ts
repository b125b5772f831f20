import type { LinkFault } from '@ketik/client'
import type { BoardAsked } from '../core/board-asked.ts'

/** Every text a person reads. `id.ts` has the same keys, or it does not compile. */
export const en = {
  online: (count: number) => `${count} online`,
  connecting: (address: string) => `connecting to ${address} …`,
  away: (address: string, hadConnected: boolean, seconds: number) =>
    `${address}: ${hadConnected ? 'connection lost' : 'cannot connect'} · trying again${seconds > 0 ? ` in ${seconds} s` : ' …'}`,
  ended: 'disconnected',
  clusterAway: 'the server is reconnecting to the cluster',

  welcome: 'Welcome to Ketik. /race to race, /help for more. Anything else is sent as chat.',
  dropped: (address: string) => `The connection to ${address} was lost. Reconnecting …`,
  cannotConnect: (address: string, fault: LinkFault) => `Cannot connect to ${address}: ${faults[fault]}`,
  unsent: (lines: number) =>
    `${lines} ${lines === 1 ? 'line was' : 'lines were'} not sent: the connection was lost.`,
  unconfirmed: 'The server did not confirm the last lines. Some may not have been sent.',
  resumed: 'Back in the race. No key was lost.',
  seatLost: 'You were disconnected for too long and have left the race.',
  moving: 'This server is about to stop. Moving to another one …',
  notConnected: 'Not connected. Try again when the connection is back.',
  unknownCommand: (typed: string, nearest: string | undefined) =>
    `Unknown command ${typed}. ${nearest === undefined ? 'Type /help for all commands.' : `Did you mean ${nearest}?`} Nothing was sent.`,
  noPaste: 'Pasted text does not count in a race.',
  oldServer: 'That server does not support protocol version 1.',
  needsTerminal: 'Racing needs a terminal as standard input and standard output.',
  alreadyWaiting: 'You are already waiting for a race. /leave to stop.',
  alreadyRacing: 'You are already in a race. /leave to give up.',
  nothingToLeave: 'You are neither waiting nor racing.',
  boardWindows: '/board [day|week|all] [keys|arrival|any]',
  help: [
    '/race [en|id] [ROOM]   race; with a room code, only against players with that code',
    '/race ROOM rated       the race counts for ratings if everyone in the room asks for it',
    '/leave                 stop waiting, give up the race, or close its result',
    '/board [day|week|all]  show the leaderboard of that period: verified keystrokes only',
    '/board [arrival|any]   results timed by arrival, or all results',
    '/help                  show these commands',
    '/quit                  leave Ketik (Ctrl-C does the same)',
    '//text                 send a chat message that starts with "/"',
    'Tab switches between the text of a race and the prompt. Ctrl-W erases a word. Anything else is sent as chat.',
  ] as readonly string[],

  hintLobby: '/race  /board  /help  /quit',
  hintWaiting: (count: number | null, seconds: number) =>
    `waiting for racers${count === null ? '' : `: ${count} here`} · ${seconds} s · /leave to stop`,
  hintRacing: 'Tab: chat and commands',
  hintWrong: 'wrong: Backspace, or Ctrl-W for the word',
  hintAside: 'Tab: back to the text · /leave to give up',
  hintDone: 'You finished. Waiting for the others. Chat here, or /race for the next race.',
  hintResult: '/race for the next race · /leave or Esc for the lobby',
  hintOffline: (keys: number) => `connection lost: keep typing, ${keys} keys are kept and will be sent`,
  hintLeaving: 'Press Ctrl-C again to leave the race and quit. Any other key continues.',
  hintShut: 'The race is over. Stop typing for a moment, or press Enter, to use the prompt.',
  scrolled: 'older lines · Page Down to come back',

  countdown: 'Starts in',
  go: 'Go!',
  words: 'wpm',
  seconds: 's',
  seatStates: { racing: '', away: 'away', finished: 'done', left: 'left' } as Readonly<
    Record<'racing' | 'away' | 'finished' | 'left', string>
  >,
  moreRacers: (count: number) => `and ${count} more`,

  verdicts: {
    won: 'You won!',
    lost: 'Race over.',
    draw: 'A draw.',
    cancelled: 'The race was cancelled.',
  } as Readonly<Record<string, string>>,
  lostTypeOn: 'Someone finished first. Keep typing: your result still counts.',
  reasons: {
    opponent_left: 'Everyone else left.',
    implausible: 'This run looks automated and does not count.',
    timeout: 'Time ran out.',
    finish: '',
    cancelled: '',
  } as Readonly<Record<string, string>>,
  done: 'You finished the text.',
  place: 'place',
  placeOf: (place: number, of: number) => `place ${place} of ${of}`,
  placePending: 'place pending',
  racer: 'racer',
  raw: 'raw',
  accuracy: 'accuracy',
  consistency: 'consistency',
  offlineFor: (seconds: string) => `${seconds} s offline`,
  races: 'races',
  leaderboard: 'Leaderboard',
  boardTitle: ({ window, timed }: BoardAsked) =>
    `${{ day: 'Leaderboard, today', week: 'Leaderboard, this week', all: 'Leaderboard, all time' }[window]}${
      { keys: '', arrival: ' · timed by arrival', any: ' · all results' }[timed]
    }`,
  boardByArrival: 'timed by arrival: the program of this player sends no keystrokes to verify',
  boardEmpty: 'no results yet',
  joined: (name: string) => `${name} joined`,
  left: (name: string) => `${name} left`,

  closedFor: (code: number) =>
    closings[code] ?? `The server ended this connection (${code}). /quit to leave.`,
  refusal: (code: string): string | undefined => refusals[code],

  usage:
    'usage: npm run terminal -- --name NAME [--host HOST[:PORT] …] [--port 50000] [--lang en|id] [--room CODE] [--sign-in | --passphrase-file FILE]',
  optionHelp: [
    '  --name NAME             your name, 1 to 24 characters (required)',
    '  --host HOST[:PORT]      the server; repeat it for servers to reconnect to (default 127.0.0.1)',
    '  --port PORT             the port of hosts without one (default 50000)',
    '  --lang en|id            language of the program and of the texts',
    '  --room CODE             race only with people who use this room code',
    '  --sign-in               ask for the password of a registered name',
    '  --passphrase-file FILE  read that password from a file',
    '  -h, --help              show this help',
    '  -V, --version           show the version',
    '',
    'In a pipe, each line of standard input is a chat message or a command.',
    'Exit codes: 0 normal exit, 1 failure (for example, no connection or a refused line), 2 wrong options.',
  ] as readonly string[],
  askPassphrase: 'Password: ',
  noPassphrase: 'the password could not be read',
  noTerminalToAsk: '--sign-in needs a terminal to ask for the password. Use --passphrase-file FILE.',
  badName: 'give a name of 1 to 24 characters: --name NAME',
  badHost: (host: string) => `not an address: ${host}`,
  badPort: 'a port is a number from 1 to 65535',
  badLang: '--lang is en or id',
  badRoom: 'a room is 1 to 64 letters, digits, "-" and "_"',
  unknownOption: (option: string) => `unknown option: ${option}`,
  optionNeedsValue: (option: string) => `${option} needs a value`,
  optionTakesNoValue: (option: string) => `${option} takes no value`,
  surplusArgument: (argument: string) => `unexpected argument: ${argument}`,
  plain: 'Standard input or output is not a terminal: each line is chat or a command, and you cannot race.',
} as const

const faults: Readonly<Record<LinkFault, string>> = {
  refused: 'connection refused. Start the server, or check --host and --port.',
  'unknown-host': 'unknown host name. Check --host.',
  unreachable: 'the host cannot be reached. Check --host and the network.',
  'timed-out': 'no answer (timed out). Check --host, --port and firewalls.',
  ended: 'the server closed the connection before the login. Check --host and --port.',
  'not-ketik': 'another service answers there, not Ketik for terminals. Check --port (default 50000).',
  silent: 'something accepts the connection but does not answer like Ketik. Check --port (default 50000).',
}

const refusals: Readonly<Record<string, string>> = {
  name_claimed: 'That name is registered. If it is yours, add --sign-in. Otherwise choose another name.',
  name_unclaimed: 'That name is not registered. Log in without a password.',
  wrong_passphrase: 'Wrong password for that name.',
}

const closings: Readonly<Record<number, string>> = {
  4400: 'The server closed this connection: too many messages at once. /quit to leave.',
  4401: 'You were signed out. /quit to leave.',
  4423: 'Someone else registered the name that you used. /quit to leave.',
  4403: 'An operator banned you temporarily. /quit to leave.',
  4409: 'You signed in from another place, so this connection was closed. /quit to leave.',
}
