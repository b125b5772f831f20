/** What a screen reader is to say; the words are chosen where it is spoken, in the language of the moment. */
export type Saying =
  | { readonly say: 'count'; readonly value: number }
  | { readonly say: 'opened'; readonly word: string }
  | { readonly say: 'next-word'; readonly word: string }
  | { readonly say: 'wrong'; readonly got: string; readonly want: string }
  | { readonly say: 'wrong-stands' }
  | { readonly say: 'finished' }
  | { readonly say: 'outcome' }
  | { readonly say: 'seat'; readonly username: string; readonly state: 'away' | 'left' }
  | { readonly say: 'hint'; readonly hint: 'paste' | 'suggestion' }

/** `count` tells two sayings apart that read the same, so that both are spoken. */
export type Said = {
  readonly polite: Saying | null
  readonly urgent: Saying | null
  readonly count: number
}

/** Nothing that was said of one race is said of the next. */
export const hushed = (said: Said): Said => ({ ...said, polite: null, urgent: null })

export const sayPolitely = (said: Said, saying: Saying): Said => ({
  ...said,
  polite: saying,
  count: said.count + 1,
})

export const sayAtOnce = (said: Said, saying: Saying): Said => ({
  ...said,
  urgent: saying,
  count: said.count + 1,
})
