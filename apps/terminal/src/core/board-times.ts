/** A node's copy of the board is up to a second old; a busy cluster stores a result later than that. */
export const BOARD_MS = 1_200
export const BOARD_ASKS = 2
