/** Which finger presses a key: hand and finger, 0 the little one to 3 the index finger, and the row. */
export type Finger = {
  readonly hand: 'left' | 'right' | 'thumb'
  readonly finger: number
  readonly row: number
  readonly shifted: boolean
}

export const LAYOUTS = {
  qwerty: ['1234567890-=', "qwertyuiop[]'", "asdfghjkl;'", 'zxcvbnm,./'],
  dvorak: ['1234567890[]', "',.pyfgcrl/=", 'aoeuidhtns-', ';qjkxbmwvz'],
  colemak: ['1234567890-=', 'qwfpgjluy;[]', "arstdhneio'", 'zxcvbkm,./'],
  azerty: ['&é"\'(-è_çà)=', 'azertyuiop^$', 'qsdfghjklmù*', 'wxcvbn,;:!'],
  qwertz: ['1234567890ß´', 'qwertzuiopü+', 'asdfghjklöä#', 'yxcvbnm,.-'],
  abnt2: ['1234567890-=', 'qwertyuiop´[', 'asdfghjklç~]', 'zxcvbnm,.;'],
} as const
export type Layout = keyof typeof LAYOUTS

/** Columns of touch typing: four fingers a hand, the index fingers taking two columns each. */
const COLUMNS: readonly (readonly ['left' | 'right', number])[] = [
  ['left', 0],
  ['left', 1],
  ['left', 2],
  ['left', 3],
  ['left', 3],
  ['right', 3],
  ['right', 3],
  ['right', 2],
  ['right', 1],
  ['right', 0],
  ['right', 0],
  ['right', 0],
]

const SHIFTED: Readonly<Record<string, string>> = {
  ':': ';',
  '"': "'",
  '?': '/',
  '!': '1',
  '(': '9',
  ')': '0',
}

/** A dead key of the layout for each accent, where it stands: beside the right little finger. */
export const DEAD_KEY: Finger = { hand: 'right', finger: 0, row: 1, shifted: false }

/** The letter that follows a dead key; undefined for a grapheme that has a key of its own, or no accent. */
export function letterAfterDeadKey(layout: Layout, grapheme: string): string | undefined {
  const [letter, accent] = grapheme.normalize('NFD')
  if (letter === undefined || accent === undefined || !/^\p{M}$/u.test(accent)) return undefined
  return LAYOUTS[layout].some(row => row.includes(grapheme.toLowerCase())) ? undefined : letter
}

/** Characters of no key (another script) are placed by their first unit: somewhere, and always there. */
export function fingerOf(layout: Layout, grapheme: string): Finger {
  if (grapheme === ' ') return { hand: 'thumb', finger: 4, row: 4, shifted: false }
  return (
    placeOf(layout, grapheme) ?? placeOf(layout, grapheme.normalize('NFD')[0] ?? '') ?? somewhere(grapheme)
  )
}

function placeOf(layout: Layout, plain: string): Finger | undefined {
  const lower = SHIFTED[plain] ?? plain.toLowerCase()
  const shifted = lower !== plain
  for (const [row, keys] of LAYOUTS[layout].entries()) {
    const column = keys.indexOf(lower)
    const place = COLUMNS[Math.min(column, COLUMNS.length - 1)]
    if (column >= 0 && place !== undefined) return { hand: place[0], finger: place[1], row, shifted }
  }
  return undefined
}

function somewhere(grapheme: string): Finger {
  const unit = grapheme.normalize('NFD').charCodeAt(0)
  const [hand, finger] = COLUMNS[unit % 10] ?? ['left', 0]
  return { hand, finger, row: 1 + (unit % 3), shifted: false }
}
