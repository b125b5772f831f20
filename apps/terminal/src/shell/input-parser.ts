import {
  AFTER_ESCAPE,
  ALT_KEY,
  AMBIGUOUS,
  ESC,
  PASTE_END,
  PASTE_START,
  SEQUENCE,
  SEQUENCE_START,
  SPLIT_ESCAPE,
  TEXT,
  withoutC1,
} from './input-grammar.ts'

/** What a terminal in raw mode sends, cut into whole pieces. */
export type Token =
  /** Printable characters that arrived together. */
  | { readonly token: 'text'; readonly text: string }
  /** One C0 control character or DEL. */
  | { readonly token: 'control'; readonly code: string }
  /** A whole escape sequence, or Alt with a key: ESC first. */
  | { readonly token: 'sequence'; readonly sequence: string }
  /** A bracketed paste, without its brackets. */
  | { readonly token: 'paste'; readonly text: string }

/** What is incomplete: nothing, what may be a key of its own, a sequence that has begun, or a bracketed paste. */
export type Incomplete = 'nothing' | 'key' | 'sequence' | 'paste'

const PASTE_UNITS_MAX = 4_096

/**
 * Cuts input into whole pieces, however it was divided into reads. Nothing of an unknown, long or broken sequence
 * becomes text. ESC is a key when nothing follows it, or when a later read brings something else.
 */
export class InputParser {
  #pending = ''
  #pasted: string | undefined
  /** ESC arrived in an earlier read than the character after it. */
  #isSplit = false

  /** The pieces that one read completes. */
  push(read: string): readonly Token[] {
    const input = withoutC1(read)
    const tokens: Token[] = []
    const isAfterEscape = this.#pasted === undefined && this.#pending === ESC
    if (isAfterEscape && !AFTER_ESCAPE.test(input)) this.#flush(tokens)
    this.#isSplit = isAfterEscape && input.length === 1
    this.#cut(this.#pending + input, tokens)
    return tokens
  }

  get incomplete(): Incomplete {
    if (this.#pasted !== undefined) return 'paste'
    if (this.#pending === '') return 'nothing'
    return AMBIGUOUS.test(this.#pending) ? 'key' : 'sequence'
  }

  /** No more input belongs to what is incomplete: ESC was a key, and a broken sequence is dropped. */
  giveUp(): readonly Token[] {
    const tokens: Token[] = []
    if (this.#pasted === undefined) this.#flush(tokens)
    else this.#endPaste(tokens)
    return tokens
  }

  #flush(tokens: Token[]): void {
    const pending = this.#pending
    this.#pending = ''
    if (pending === ESC) tokens.push({ token: 'control', code: pending })
    else if (this.#isSplit && SPLIT_ESCAPE.test(pending))
      tokens.push({ token: 'control', code: ESC }, { token: 'text', text: pending.slice(1) })
  }

  #endPaste(tokens: Token[]): void {
    tokens.push({ token: 'paste', text: this.#pasted ?? '' })
    this.#pasted = undefined
    this.#pending = ''
  }

  #cut(input: string, tokens: Token[]): void {
    this.#pending = ''
    let at = 0
    const matched = (pattern: RegExp): string | undefined => {
      pattern.lastIndex = at
      return pattern.exec(input)?.[0]
    }
    while (at < input.length) {
      if (this.#pasted !== undefined) {
        const end = input.indexOf(PASTE_END, at)
        if (end < 0) {
          this.#keepPaste(input.slice(at))
          return
        }
        this.#keepPaste(input.slice(at, end))
        this.#endPaste(tokens)
        at = end + PASTE_END.length
        continue
      }
      const text = matched(TEXT)
      if (text !== undefined) {
        tokens.push({ token: 'text', text })
        at += text.length
        continue
      }
      const sequence = matched(SEQUENCE)
      if (sequence !== undefined) {
        at += sequence.length
        if (sequence === PASTE_START) this.#pasted = ''
        else tokens.push({ token: 'sequence', sequence })
        continue
      }
      const start = matched(SEQUENCE_START) ?? (input[at] === ESC ? ESC : undefined)
      if (start !== undefined && at + start.length === input.length) {
        this.#pending = start
        return
      }
      if (start !== undefined && start.length > 2) {
        // A character that cannot belong to the sequence ends it. The sequence is dropped, the character counts.
        at += start.length
        continue
      }
      const code = matched(ALT_KEY) ?? input[at] ?? ''
      at += code.length
      tokens.push(code.length > 1 ? { token: 'sequence', sequence: code } : { token: 'control', code })
    }
  }

  /** Keeps the start of what may be the closing bracket for the next read. */
  #keepPaste(text: string): void {
    let held = Math.min(PASTE_END.length - 1, text.length)
    while (held > 0 && !PASTE_END.startsWith(text.slice(text.length - held))) held--
    this.#pending = text.slice(text.length - held)
    this.#pasted = ((this.#pasted ?? '') + text.slice(0, text.length - held)).slice(0, PASTE_UNITS_MAX)
  }
}
