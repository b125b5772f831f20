import type { en } from './en.ts'

type Loose<T> = T extends (...given: infer Given) => infer Answer
  ? (...given: Given) => Answer extends string ? string : Answer
  : T extends string
    ? string
    : T

/** The shape every language fills; a missing or surplus key fails the type check. */
export type Words = { readonly [Key in keyof typeof en]: Loose<(typeof en)[Key]> }
