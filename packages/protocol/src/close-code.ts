/**
 * Why the server ended a connection. The range says what a client does next:
 * 4000-4499 do not come back by yourself, 4500-4999 and 1012 come back (with your session token) after a moment.
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

/** Whether a client that sees this code should connect again. Codes that the network made (1006) are worth a try too. */
export const mayReconnect = (code: number): boolean => code < 4000 || code >= 4500
