import { graphemes } from '@ketik/race'
import stringWidth from 'string-width'
import { cleanAround, closed } from './isolate.ts'

export type Style = 'plain' | 'bar' | 'dim' | 'strong' | 'typed' | 'wrong' | 'rest' | 'me' | 'rival' | 'warn'
export type Span = { readonly text: string; readonly style: Style }
/** One row of the screen, left to right. */
export type Line = readonly Span[]
export type Size = { readonly cols: number; readonly rows: number }

const span = (text: string, style: Style = 'plain'): Span => ({ text: cleanAround(text), style })
export const line = (text: string, style: Style = 'plain'): Line => [span(text, style)]
export const blank: Line = []

export const widthOf = (text: string): number => stringWidth(text)
export const lineWidth = (spans: Line): number => spans.reduce((sum, { text }) => sum + widthOf(text), 0)
export const textOf = (spans: Line): string => spans.map(({ text }) => text).join('')

/** As much of a text as fits. */
const clip = (text: string, cols: number): string => {
  if (widthOf(text) <= cols) return text
  let width = 0
  let clipped = ''
  for (const grapheme of graphemes(text)) {
    width += widthOf(grapheme)
    if (width > cols) break
    clipped += grapheme
  }
  return closed(clipped).text
}

/** Clipped with an ellipsis, or padded with spaces, to exactly this width. */
export const fit = (text: string, cols: number): string => {
  const shown = cleanAround(text)
  if (widthOf(shown) <= cols) return shown + ' '.repeat(cols - widthOf(shown))
  const clipped = clip(shown, Math.max(0, cols - 1))
  const padded = clipped + (cols > 0 ? '…' : '')
  return padded + ' '.repeat(Math.max(0, cols - widthOf(padded)))
}

export const fitRight = (text: string, cols: number): string => {
  const shown = fit(text, cols).trimEnd()
  return ' '.repeat(Math.max(0, cols - widthOf(shown))) + shown
}

/** A line that is no wider than the screen. */
export const clipLine = (spans: Line, cols: number): Line => {
  const clipped: Span[] = []
  let left = cols
  for (const { text, style } of spans) {
    const shown = clip(text, left)
    if (shown !== '') clipped.push({ text: shown, style })
    if (shown !== text) break
    left -= widthOf(shown)
  }
  return clipped
}
