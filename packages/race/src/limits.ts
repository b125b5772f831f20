/** Numbers of the game, in one place; those that a host may change are settings of the matchmaker. */

export const SEATS_MIN = 2
export const SEATS_MAX = 16

export const COUNTDOWN_MS = 3_000
/** Time for the plan to reach every node before the first tick of the countdown. */
export const LEAD_MS = 250

/** After the first finisher: the later of this and `CLOSE_WINNER_FACTOR` times the winner's time. */
export const CLOSE_AFTER_WINNER_MS = 30_000
export const CLOSE_WINNER_FACTOR = 2.5

export const NO_KEY_MS = 15_000
export const GRACE_MS = 30_000

/** 1 word = 5 characters, so wpm = 12000 × characters / milliseconds. */
export const WPM_FACTOR = 12_000
export const WPM_REFUSED_ABOVE = 450
export const WPM_REVIEWED_ABOVE = 250
export const WPM_LOG_READ_ABOVE = 130
/** Slower, even gaps say nothing: whoever types each key at a beat is slow. */
export const WPM_EVENNESS_READ_ABOVE = 60

/** Wrong graphemes that may stand after the correct prefix; further keys are pressed in vain. */
export const WRONG_MAX = 8

/** The most that the public credit for network delay can be (`creditFor`). */
export const CREDIT_MAX_MS = 1_000
/** How much the delay of a connection may vary at no cost to its player; the most that a false claim can gain. */
export const DELAY_SLACK_MS = 50
/** How long a client may hold keys back to batch them; dates keys inside a batch, never a finish. */
export const BATCH_HOLD_MS = 150
/** Clock estimates err: a key dated this little after its arrival is dated at its arrival, not refused. */
export const FUTURE_TOLERANCE_MS = 50

export const KEYS_PER_BATCH_MAX = 64
/** The releases of one batch's keys may come with the next. */
export const KEY_UPS_PER_BATCH_MAX = 128
/** Keys one seat may press, as a multiple of the text's length. */
export const KEYS_PER_TEXT_FACTOR = 8
