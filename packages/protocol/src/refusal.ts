import type { Refused } from '@ketik/race'

export { isRefusal, refuse } from '@ketik/race'

/** Every reason for a refusal: the sentence for a person, whether a retry can succeed, and the HTTP status. */
export const REFUSALS = {
  bad_utf8: { message: 'That message is not UTF-8 text.', retryable: false, status: 400 },
  bad_json: { message: 'That message is not JSON.', retryable: false, status: 400 },
  bad_message: { message: 'A message is a JSON object with a "type".', retryable: false, status: 400 },
  unknown_type: { message: 'No message has that type.', retryable: false, status: 400 },
  bad_field: {
    message: 'A field is missing, of the wrong type, or out of range.',
    retryable: false,
    status: 400,
  },
  too_long: { message: 'A message may be at most 8 KiB.', retryable: false, status: 413 },
  bad_username: {
    message:
      'A name is 1 to 24 visible characters of one script, without colon, square bracket or check mark. Some names are reserved.',
    retryable: false,
    status: 400,
  },
  name_taken: { message: 'Someone online has that name; choose another.', retryable: false, status: 409 },
  bad_token: {
    message: 'That session is unknown or has ended; log in again.',
    retryable: false,
    status: 401,
  },
  name_claimed: {
    message: 'That name is registered. Sign in with its password, or choose another name.',
    retryable: false,
    status: 403,
  },
  name_kept: {
    message: 'That name was given up a short while ago and is nobody’s yet; choose another.',
    retryable: false,
    status: 403,
  },
  name_used: {
    message:
      'Someone raced under that name in the last 30 days. If that was you, register from the browser you raced in. Otherwise choose another name.',
    retryable: false,
    status: 409,
  },
  name_unclaimed: { message: 'That name is not registered.', retryable: false, status: 404 },
  renamed_often: {
    message: 'Three of your earlier names are kept for you already; rename again when one is free.',
    retryable: false,
    status: 409,
  },
  bad_passphrase: { message: 'A password is 8 to 256 characters.', retryable: false, status: 400 },
  wrong_passphrase: { message: 'Wrong password for that name.', retryable: false, status: 403 },
  reset_over: {
    message:
      'That link was used, has expired, or was replaced by a newer one. Ask the operator for a new link.',
    retryable: false,
    status: 410,
  },
  not_signed_in: { message: 'Sign in first.', retryable: false, status: 401 },
  version_unsupported: { message: 'This server speaks protocol version 1.', retryable: false, status: 400 },
  not_logged_in: { message: 'Log in first.', retryable: false, status: 401 },
  already_logged_in: { message: 'This connection is logged in already.', retryable: false, status: 409 },
  already_waiting: { message: 'You are in the queue already.', retryable: false, status: 409 },
  already_racing: { message: 'You are in a race already.', retryable: false, status: 409 },
  not_waiting: { message: 'You are not in the queue.', retryable: false, status: 409 },
  not_racing: { message: 'You are not in a race.', retryable: false, status: 409 },
  not_started: { message: 'The race has not started.', retryable: true, status: 409 },
  wrong_race: { message: 'That is not the race you are in.', retryable: false, status: 409 },
  progress_falls: { message: 'Progress never falls.', retryable: false, status: 400 },
  implausible: { message: 'Nobody can type that fast.', retryable: false, status: 400 },
  keys_expected: {
    message: 'This client sends keys; a claim of progress counts for nothing.',
    retryable: false,
    status: 400,
  },
  claims_expected: {
    message: 'Only clients of protocol version 1 send keys.',
    retryable: false,
    status: 400,
  },
  keys_out_of_order: {
    message: 'The batch does not begin where the last one ended; send from "expected".',
    retryable: true,
    status: 409,
  },
  keys_repeated: {
    message: 'Those keys were taken already; send from "expected".',
    retryable: true,
    status: 409,
  },
  keys_in_future: { message: 'A key cannot be typed after it arrives.', retryable: false, status: 400 },
  keys_not_typeable: {
    message: 'A key is one character, Backspace or Ctrl-Backspace.',
    retryable: false,
    status: 400,
  },
  keys_mismatch: { message: 'The keys do not make the text.', retryable: false, status: 400 },
  too_many_keys: { message: 'More keys than any typist needs for this text.', retryable: false, status: 400 },
  chat_too_long: { message: 'A chat message may be at most 300 characters.', retryable: false, status: 400 },
  chat_repeated: { message: 'You said that just now.', retryable: false, status: 429 },
  chat_empty: { message: 'There is nothing to say in that message.', retryable: false, status: 400 },
  muted: { message: 'An operator has muted you for now.', retryable: false, status: 403 },
  banned: { message: 'An operator has banned you for now.', retryable: false, status: 403 },
  not_allowed: { message: 'That takes an operator’s secret.', retryable: false, status: 403 },
  rate_limited: { message: 'Too much at once; slow down.', retryable: true, status: 429 },
  queue_full: { message: 'The queue is full; try again in a moment.', retryable: true, status: 503 },
  room_full: { message: 'That room has all its racers.', retryable: false, status: 409 },
  unavailable: {
    message: 'The cluster is out of reach for a moment; try again.',
    retryable: true,
    status: 503,
  },
  not_found: { message: 'There is nothing by that name.', retryable: false, status: 404 },
  decided_otherwise: {
    message: 'That result has been decided, and not that way.',
    retryable: false,
    status: 409,
  },
  method_not_allowed: { message: 'That address does not take this method.', retryable: false, status: 405 },
  internal: { message: 'Something went wrong here, and it has been noted.', retryable: true, status: 500 },
} as const

export type RefusalCode = keyof typeof REFUSALS

/** A refusal that a client receives as `error`. */
export type Refusal = Refused<RefusalCode>
