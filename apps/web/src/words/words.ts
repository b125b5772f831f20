import type { Lang } from '@ketik/race'
import type { en } from './en.ts'

type Loose<T> = T extends (...given: infer Given) => string ? (...given: Given) => string : string

/** The shape every language fills; a missing or surplus key fails the type check. */
export type Words = { readonly [Key in keyof typeof en]: Loose<(typeof en)[Key]> }

export type WordKey = { [Key in keyof Words]: Words[Key] extends string ? Key : never }[keyof Words]

/** The first language the browser asks for that Ketik speaks; English otherwise. */
export const firstLanguage = (asked: readonly string[]): Lang => {
  for (const tag of asked) {
    const primary = tag.toLowerCase().split('-')[0]
    // `in` was the code for Indonesian until 1989, and some systems still send it.
    if (primary === 'id' || primary === 'in') return 'id'
    if (primary === 'en') return 'en'
  }
  return 'en'
}
