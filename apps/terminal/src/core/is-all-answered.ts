import type { State } from './state.ts'

/** Whether the answer that just came was the last one. A node without Redis can still refuse chat later. */
export const isAllAnswered = ({ inputEnded, boardsDue, link }: State): boolean =>
  inputEnded !== null && boardsDue.length === 0 && link.cluster === 'ok'
