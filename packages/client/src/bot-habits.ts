import type { LinkHabits } from './link.ts'

/** A bot has one address at a time, and comes back by itself until it is told to leave. */
export const BOT_HABITS: LinkHabits = {
  addresses: 1,
  retriesNameTaken: true,
  restsWhenIdle: false,
  firstAnswerMs: null,
  leavesOtherServices: false,
}
