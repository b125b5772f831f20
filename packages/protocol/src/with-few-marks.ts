const LETTER_WITH_MARKS = /\P{M}?\p{M}+/gu
const SINGLE = /^\P{M}$/u
const SPACING = /\p{Mc}/u
const STACKED = /[\p{Mn}\p{Me}]/u
/** Marks of no script of their own, which can stand on any letter. */
const COMMON_MARK = /\p{Script=Inherited}/u
/** As many as one letter has in Hebrew, Tibetan, Burmese and other languages. */
const OWN_MARKS_MAX = 4
/** Marks beside the letter, such as some vowels. Burmese and Javanese use as many. */
const SPACING_MARKS_MAX = 4

/**
 * The text with at most `marksMax` combining marks on one letter; it drops the others. Marks of the letter's own script
 * can be 4 above or below it and 4 beside it, because some languages need them. A letter that keeps all its marks keeps
 * its code points.
 */
export const withFewMarks = (text: string, marksMax: number): string =>
  text.replace(LETTER_WITH_MARKS, letter => {
    const composed = letter.normalize('NFC')
    const kept = SINGLE.test(composed) ? composed : capped(letter, marksMax)
    return kept === composed ? letter : kept
  })

const capped = (letter: string, marksMax: number): string => {
  let common = 0
  let all = 0
  let beside = 0
  let kept = ''
  for (const character of letter.normalize('NFD')) {
    if (STACKED.test(character)) {
      all += 1
      if (COMMON_MARK.test(character)) common += 1
      if (common > marksMax || all > OWN_MARKS_MAX) continue
    }
    if (SPACING.test(character)) {
      beside += 1
      if (beside > SPACING_MARKS_MAX) continue
    }
    kept += character
  }
  return kept.normalize('NFC')
}
