import { isBalanced } from './balance.ts'
import { CHARS_MAX, CHARS_MIN } from './lengths.ts'

export type Unfit =
  | 'length'
  | 'not-typed'
  | 'spacing'
  | 'symbols'
  | 'misscanned'
  | 'heading'
  | 'list'
  | 'digits'
  | 'unbalanced'
  | 'apostrophe'
  | 'unfinished'
  | 'breathless'

const DIGITS_MAX = 4
const SENTENCE_WORDS_MAX = 60
/** Words that rightly begin with an apostrophe; any other is one half of a pair of single quotes. */
const CLIPPED = /^'(?:em|tis|twas|twere|twill|twould|gainst|tween|neath|bout|cause)\b/i

/** Why a text may not be raced, or null when it may. Says nothing of what the words mean. */
export function unfitness(text: string): Unfit | null {
  if (text.length < CHARS_MIN || text.length > CHARS_MAX) return 'length'
  if (text !== text.normalize('NFC') || !/^[\x20-\x7e]+$/.test(text)) return 'not-typed'
  if (text !== text.trim() || / {2}| [,.;:!?]|[,;:](?=[A-Za-z])/.test(text)) return 'spacing'
  if (/[_*[\]{}<>|\\^~@#=+`$%&/]|\.\.| - .? - |- ["')]|["(] - |-[.,;:]/.test(text)) return 'symbols'
  if (isMisscanned(text)) return 'misscanned'
  if (
    /\b[A-Z][A-Z']*[A-Z]\b/.test(text) ||
    /\b(?:chapter|section|article|book|act) (?:\d|[IVXLC]+\b)/i.test(text)
  )
    return 'heading'
  if (/(?:^|\s)\(?(?:[IVXLC]+|\d+|[a-z])[.)](?:\s|$)/.test(text.replace(/\bI\./g, '')) || /\(\d/.test(text))
    return 'list'
  if (text.replace(/\D/g, '').length > DIGITS_MAX) return 'digits'
  if (!isBalanced(text)) return 'unbalanced'
  if (hasLooseQuote(text)) return 'apostrophe'
  if (!/[.!?]["')]*$/.test(text) || /\b(?:Mr|Mrs|Dr|St|No|Gen|Hon|Col|Capt)\.$/.test(text))
    return 'unfinished'
  if (longestSentenceWords(text) > SENTENCE_WORDS_MAX) return 'breathless'
  return null
}

/** A hyphen where a dash was lost (`greatness-and that task`), or a capital where a full stop was (`manage it, It will`). */
function isMisscanned(text: string): boolean {
  return (
    /[a-z],? [A-Z][a-z]+ly\b/.test(text) ||
    /[a-z]-(?:a|an|the|and|but|or|that|which|we|is|it|this|they|because|for|not|\d+)\b(?!-)/.test(text) ||
    /[a-z],? (?:A|An|One|He|She|There|Here|The|And|But|Or|That|This|We|It|They|Be|Is|Are|Was|Has|Have|Of|To|In|On|For|With)\b/.test(
      text,
    )
  )
}

function hasLooseQuote(text: string): boolean {
  for (const mark of text.matchAll(/(?<![A-Za-z])'/g)) if (!CLIPPED.test(text.slice(mark.index))) return true
  return /[^sonA-Z]'(?![A-Za-z])/.test(text)
}

function longestSentenceWords(text: string): number {
  return Math.max(...text.split(/[.!?]["')]* /).map(sentence => sentence.split(' ').length))
}
