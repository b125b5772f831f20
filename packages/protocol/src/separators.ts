import { foldUsername } from './fold-username.ts'

/** A colon ends the name in `name: text`. Square brackets are the operators' mark: `[Ketik]`. */
const SEPARATORS = /[:[\]]/u
/** Brackets and parts of brackets, except parentheses, corner brackets and low quotation marks. */
const BRACKETS =
  /(?![()\uff08\uff09\u300c-\u300f\uff62\uff63\u201a\u201e\u301d-\u301f])[\p{Ps}\p{Pe}\u23a1-\u23a6\u23b4\u23b5]/u

/** Whether a character of the text looks like the end of a name or like the mark of operators. */
export const hasSeparator = (text: string): boolean =>
  BRACKETS.test(text) || SEPARATORS.test(foldUsername(text))
