/**
 * Why the server closes a connection. The range says what a client does next. After 4000 to 4499 it does not reconnect by
 * itself. After 4500 to 4999 and 1012 it reconnects with its session token.
 */
export const CLOSE = {
  flooding: 4400,
  too_long: 4413,
  taken_over: 4409,
  signed_out: 4401,
  name_claimed: 4423,
  banned: 4403,
  login_late: 4408,
  name_refused: 4422,
  idle: 4508,
  too_slow: 4513,
  full: 4529,
  moving: 4503,
  lost: 4504,
  restart: 1012,
} as const

export type CloseReason = keyof typeof CLOSE

/** Whether a client reconnects after this code. It also does so after codes of the network, such as 1006. */
export const mayReconnect = (code: number): boolean => code < 4000 || code >= 4500
