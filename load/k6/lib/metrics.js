import { Counter, Rate, Trend } from 'k6/metrics'

/** A player's race came to a result: won or lost, and not because somebody vanished. */
export const raceEnded = new Rate('race_ended')
/** The race's rows are in PostgreSQL, one for each seat, and each player has finished. */
export const raceStored = new Rate('race_stored')
/** From the sending of an update to the frame that shows it to the opponent, milliseconds. */
export const relayMs = new Trend('relay_ms')
/** Between the two `start_game` of one race. */
export const startSkewMs = new Trend('start_skew_ms')
/** From the start instant, by the player's own estimate of cluster time, to `start_game`. */
export const startLateMs = new Trend('start_late_ms')
/** From asking for a race to the match. */
export const matchMs = new Trend('match_ms')
/** From opening the connection to the answer to the login. */
export const loginMs = new Trend('login_ms')
export const loggedIn = new Rate('logged_in')
export const keysSent = new Counter('keys_sent')
export const updatesSent = new Counter('updates_sent')
/** Batches of keys that were refused and sent again: a player's clock was off, or one before was refused. */
export const batchesAgain = new Counter('batches_again')
/** Refusals that a correct client should never see. */
export const refusals = new Counter('refusals')
/** From the loss of a connection in a race to the snapshot at another node. */
export const backMs = new Trend('back_ms')
export const cameBack = new Rate('came_back')
/** Of a chat message, from its sending to each who hears it. */
export const chatMs = new Trend('chat_ms')
/** A listener heard every message of the lobby, once each. */
export const heardAll = new Rate('heard_all')
