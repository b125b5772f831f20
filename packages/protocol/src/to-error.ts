import { REFUSALS, type Refusal } from './refusal.ts'
import type { ErrorMessage } from './server-message.ts'

/** A refusal as the server sends it. */
export const toError = (refusal: Refusal): ErrorMessage => {
  const { message, retryable } = REFUSALS[refusal.refused]
  return { type: 'error', code: refusal.refused, message, retryable, ...refusal.detail }
}
