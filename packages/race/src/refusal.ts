/** Why something was not done: a value, never thrown. `detail` has extra fields such as `expected` or `field`. */
export type Refused<Code extends string> = { readonly refused: Code; readonly detail?: RefusalDetail }
export type RefusalDetail = Readonly<Record<string, string | number | boolean>>

export const refuse = <Code extends string>(refused: Code, detail?: RefusalDetail): Refused<Code> =>
  detail === undefined ? { refused } : { refused, detail }

export const isRefusal = <T>(answer: T): answer is Extract<T, Refused<string>> =>
  typeof answer === 'object' && answer !== null && 'refused' in answer
