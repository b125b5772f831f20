import { graphemes } from '@ketik/race'

/** The line being written, as grapheme clusters, with the cursor before the cluster of its number. */
export type Prompt = {
  readonly cells: readonly string[]
  readonly cursor: number
  /** Lines sent before, oldest first; `at` is the one shown, or their count for the line being written. */
  readonly past: readonly string[]
  readonly at: number
}

const CELLS_MAX = 400
const PAST_MAX = 50

export const emptyPrompt: Prompt = { cells: [], cursor: 0, past: [], at: 0 }

export const promptText = ({ cells }: Prompt): string => cells.join('')

/** Text at the cursor. Clusters are cut anew, since a mark may join what stands before it. */
export const insert = (prompt: Prompt, text: string): Prompt => {
  const before = graphemes(prompt.cells.slice(0, prompt.cursor).join('') + text)
  const cells = [...before, ...prompt.cells.slice(prompt.cursor)]
  return cells.length > CELLS_MAX ? prompt : { ...prompt, cells, cursor: before.length }
}

/** Removes the clusters between the cursor and another place. */
export const eraseTo = (prompt: Prompt, place: number): Prompt => {
  const from = Math.max(0, Math.min(place, prompt.cursor))
  const to = Math.min(prompt.cells.length, Math.max(place, prompt.cursor))
  return { ...prompt, cells: prompt.cells.toSpliced(from, to - from), cursor: from }
}

export const moveTo = (prompt: Prompt, place: number): Prompt => ({
  ...prompt,
  cursor: Math.max(0, Math.min(prompt.cells.length, place)),
})

export const wordStart = ({ cells, cursor }: Prompt): number => {
  let start = cursor
  while (start > 0 && cells[start - 1] === ' ') start--
  while (start > 0 && cells[start - 1] !== ' ') start--
  return start
}

/** The line is sent: an empty one stays, remembering it. */
export const sent = (prompt: Prompt): Prompt => {
  const past = [...prompt.past, promptText(prompt)].slice(-PAST_MAX)
  return { cells: [], cursor: 0, past, at: past.length }
}

/** An earlier (-1) or later (1) line in place of this one. */
export const recall = (prompt: Prompt, step: -1 | 1): Prompt => {
  const at = prompt.at + step
  if (at < 0 || at > prompt.past.length) return prompt
  const cells = graphemes(prompt.past[at] ?? '')
  return { ...prompt, cells, cursor: cells.length, at }
}
