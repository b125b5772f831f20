import type { Refusal, RefusalCode } from '@ketik/protocol'

const ABOUT_NAME: ReadonlySet<RefusalCode> = new Set([
  'bad_username',
  'name_taken',
  'name_claimed',
  'name_kept',
])

/** Whether another name would be accepted. */
export const isAboutName = (refusal: Refusal): boolean => ABOUT_NAME.has(refusal.refused)
