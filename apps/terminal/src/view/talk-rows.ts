import type { State } from '../core/state.ts'
import type { ChatLine, SenderKind, TalkLine } from '../core/talk.ts'
import type { Words } from '../words/words.ts'
import { boardLines } from './board-lines.ts'
import { cleanAround, isolated } from './isolate.ts'
import { type Line, line, type Style, widthOf } from './span.ts'
import { wrapText } from './wrap.ts'

/** The last rows of the talk, wrapped; no more lines are looked at than these need. */
export const talkRows = ({ talk, options }: State, cols: number, rowsMax: number): readonly Line[] =>
  lastRows(talk.lines, options.words, cols, rowsMax)

/** The same beside a race: what people say, and what cannot wait. */
export const talkRowsAside = ({ talk, options }: State, cols: number, rowsMax: number): readonly Line[] =>
  lastRows(
    talk.lines.filter(one => one.line !== 'board' && (one.line !== 'note' || one.urgent)),
    options.words,
    cols,
    rowsMax,
  )

const lastRows = (
  lines: readonly TalkLine[],
  words: Words,
  cols: number,
  rowsMax: number,
): readonly Line[] => {
  const blocks: (readonly Line[])[] = []
  let rows = 0
  for (let index = lines.length - 1; index >= 0 && rows < rowsMax; index--) {
    const one = lines[index]
    if (one === undefined) break
    const block = rowsOf(one, words, cols)
    blocks.unshift(block)
    rows += block.length
  }
  return blocks.flat().slice(-rowsMax)
}

const rowsOf = (one: TalkLine, words: Words, cols: number): readonly Line[] => {
  switch (one.line) {
    case 'chat':
      return said(one, cols)
    case 'join':
      return wrapped(`+ ${words.joined(isolated(one.username))}`, cols, 'dim')
    case 'leave':
      return wrapped(`- ${words.left(isolated(one.username))}`, cols, 'dim')
    case 'note':
      return wrapped(one.text, cols, one.urgent ? 'warn' : 'dim')
    case 'board':
      return [line(one.title, 'strong'), ...boardLines(one.rows, words, cols)]
  }
}

const wrapped = (text: string, cols: number, style: Style): readonly Line[] =>
  wrapText(cleanAround(text), cols).map(row => line(row, style))

/** Behind the name of an owner or an operator. No name can contain it. */
const MARKS: Readonly<Record<SenderKind, string>> = { guest: '', owner: ' ✓', operator: ' ★' }

/** `09:31 Ani: halo`, later rows set in under the text where there is room. */
const said = ({ from, sender, text, at }: ChatLine, cols: number): readonly Line[] => {
  const time = `${clockTime(at)} `
  const name = `${isolated(from)}${MARKS[sender]}: `
  const lead = widthOf(time) + widthOf(name)
  const indent = lead <= cols / 2 ? lead : 0
  if (indent === 0) return wrapText(time + name + isolated(text), cols).map(row => line(row))
  return wrapText(isolated(text), cols - indent).map((row, index) =>
    index === 0
      ? [
          { text: time, style: 'dim' as const },
          { text: name, style: 'strong' as const },
          { text: row, style: 'plain' as const },
        ]
      : line(' '.repeat(indent) + row),
  )
}

const clockTime = (at: number): string => {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? '--:--'
    : `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}
