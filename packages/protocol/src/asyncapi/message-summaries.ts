import type { BasicMessageName } from '../basic-message.ts'
import type { ClientMessageType } from '../client-message.ts'
import type { ServerMessageName } from '../server-message.ts'

/** One sentence for each message that a client sends. */
export const clientSummaries: Readonly<Record<ClientMessageType, string>> = {
  login: 'The first message. Its answer is `res_leaderboard`, for a v1 client after `welcome`.',
  req_matchmaking: 'Joins the queue. The answers are `waiting` and then `matched`.',
  cancel_matchmaking: 'Leaves the queue. The answer is always `matchmaking_canceled`.',
  client_ip: 'Ignored: the server neither reads nor stores its content.',
  progress: 'How much of the text is typed. It never falls.',
  finish: 'The text is complete. The server computes the speed itself.',
  req_leaderboard: 'Asks for a leaderboard. The answer is `res_leaderboard`.',
  chat: 'A message to the lobby.',
  leave_queue: 'Leaves the queue.',
  leave_race: 'Gives up the race.',
  ping: 'Measures the clock and the delay. The answer is `pong`.',
  keys: 'The next keys of the race, in order. The server acknowledges them with `ack` of `tick`.',
}

/** One sentence for each message that the server sends. */
export const serverSummaries: Readonly<Record<ServerMessageName | BasicMessageName, string>> = {
  res_leaderboard: 'A leaderboard: after the login, after each `game_over`, and on request.',
  waiting:
    'The player is in the queue; sent again when the count changes. It has `status` instead of `type`.',
  matched: 'A race begins soon. It has `status` instead of `type`.',
  matchmaking_canceled: 'The player is no longer in the queue.',
  countdown: 'Sent 3, 2 and 1 seconds before the start.',
  start_game: 'The race starts.',
  opponent_progress: 'The latest progress of an opponent.',
  game_over: 'The player’s own outcome is decided.',
  leaderboard_update: 'The ten best of all time have changed; at most once per second.',
  chat: 'A message in the lobby, or in its history after a login.',
  presence: 'A player has joined or left the lobby.',
  error: 'The server refuses a message. The connection stays open unless a close code follows.',
  welcome: 'The login succeeded.',
  pong: 'The answer to `ping`.',
  tick: 'What opponents typed, and how many of the player’s keys are acknowledged; up to 20 per second.',
  snapshot: 'The state of a race that the player has returned to.',
  seat: 'A seat has changed: its player left, disconnected, returned or finished.',
  race_over: 'The final standings.',
  move: 'This node stops soon. The client reconnects, to another node.',
  cluster: 'The node has lost its connection to the cluster, or has it again.',
  bye: 'The last line before the server closes a TCP connection.',
}
