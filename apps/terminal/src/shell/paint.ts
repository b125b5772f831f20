import { cleanAround } from '../view/isolate.ts'
import type { Line, Style } from '../view/span.ts'

const RESET = '\x1b[0m'

/** Select Graphic Rendition: the sixteen colours that every terminal has, in its own palette. */
const COLOURED: Readonly<Record<Style, string>> = {
  plain: '',
  bar: '\x1b[7m',
  dim: '\x1b[2m',
  strong: '\x1b[1m',
  typed: '\x1b[32m',
  wrong: '\x1b[4;97;41m',
  rest: '',
  me: '\x1b[36m',
  rival: '\x1b[35m',
  warn: '\x1b[33m',
}

/** Without colour, typed is dim and wrong is reversed. */
const PLAIN: Readonly<Record<Style, string>> = {
  ...COLOURED,
  typed: '\x1b[2m',
  wrong: '\x1b[4;7m',
  me: '\x1b[1m',
  rival: '',
  warn: '\x1b[1m',
}

/** A line as a terminal reads it. The last gate: whatever its texts hold, only these sequences get through. */
export const paint = (line: Line, colour: boolean): string => {
  const styles = colour ? COLOURED : PLAIN
  return line
    .map(({ text, style }) => {
      const shown = cleanAround(text)
      return styles[style] === '' || shown === '' ? shown : `${styles[style]}${shown}${RESET}`
    })
    .join('')
}
