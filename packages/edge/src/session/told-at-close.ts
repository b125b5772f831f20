import type { ToldAtClose } from '../connection/connection.ts'

/** The error that a chat client receives before its connection is closed. Most of them show it to a person. */
export const TOLD_AT_CLOSE: ToldAtClose = {
  flooding: 'rate_limited',
  too_long: 'too_long',
  banned: 'banned',
  login_late: 'not_logged_in',
  full: 'unavailable',
  moving: 'unavailable',
  restart: 'unavailable',
  signed_out: 'bad_token',
  name_claimed: 'name_claimed',
}
