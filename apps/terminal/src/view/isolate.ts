import { clean } from './clean.ts'

/** First-strong isolate, and its end. They take no room on the screen. */
const FSI = '\u2068'
const PDI = '\u2069'
const ISOLATED = new RegExp(`(${FSI}[^${FSI}${PDI}]*${PDI})`)
const ISOLATES = new RegExp(`[${FSI}${PDI}]`, 'g')

/** A name or text of someone, kept apart from what is around it: its direction moves nothing else. */
export const isolated = (text: string): string => {
  const shown = clean(text)
  return shown === '' ? '' : FSI + shown + PDI
}

/** `clean`, but what is `isolated` stays so. */
export const cleanAround = (text: string): string =>
  text
    .split(ISOLATED)
    .map(part => (part.startsWith(FSI) ? isolated(part) : clean(part)))
    .join('')

/** A part of a text that was cut: an isolate that was cut open is closed, and begins anew in the next part. */
export const closed = (part: string, isOpen = false): { readonly text: string; readonly isOpen: boolean } => {
  const text = isOpen ? FSI + part : part
  const isStillOpen = text.lastIndexOf(FSI) > text.lastIndexOf(PDI)
  return { text: isStillOpen ? text + PDI : text, isOpen: isStillOpen }
}

export const withoutIsolates = (text: string): string => text.replace(ISOLATES, '')
