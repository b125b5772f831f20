const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u201b\u2032\u02bc]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033]/g, '"'],
  [/\u2026/g, '...'],
  [/[\u2010\u2011]/g, '-'],
  [/\u00ad|\u200b|\ufeff/g, ''],
  [/\u0152/g, 'OE'],
  [/\u0153/g, 'oe'],
  [/\u00c6/g, 'AE'],
  [/\u00e6/g, 'ae'],
  [/\u00df/g, 'ss'],
  // A dash in print is set close; on a keyboard it is a hyphen between spaces.
  [/\s*(?:[\u2012-\u2015]|-{2,})\s*/g, ' - '],
  // A semicolon or comma before a dash is a habit of older printers.
  [/[;,] - /g, ' - '],
]

/** Folds print typography to what a plain keyboard types, on a single line. What is left may still not be ASCII. */
export function foldTypography(text: string): string {
  const folded = FOLDS.reduce((so, [pattern, typed]) => so.replace(pattern, typed), text.normalize('NFC'))
  return folded.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').replace(/\s+/g, ' ').trim()
}
