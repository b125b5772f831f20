/** Length classes in characters; a text is ASCII, so characters, graphemes and bytes are the same count. */
export const LENGTHS = ['short', 'medium', 'long'] as const
export type Length = (typeof LENGTHS)[number]

export const CHARS_MIN = 60
export const CHARS_MAX = 600

/** Both ends belong to the class; 120 is short and 300 is medium. */
export const LENGTH_CHARS: Readonly<Record<Length, { readonly min: number; readonly max: number }>> = {
  short: { min: CHARS_MIN, max: 120 },
  medium: { min: 121, max: 300 },
  long: { min: 301, max: CHARS_MAX },
}

export function lengthOf(text: string): Length {
  if (text.length <= LENGTH_CHARS.short.max) return 'short'
  return text.length <= LENGTH_CHARS.medium.max ? 'medium' : 'long'
}

/** The middle of the sorted lengths, in characters; the lower of two middles. */
export function medianChars(texts: readonly string[]): number {
  const lengths = texts.map(text => text.length).sort((a, b) => a - b)
  return lengths[Math.floor((lengths.length - 1) / 2)] ?? 0
}
