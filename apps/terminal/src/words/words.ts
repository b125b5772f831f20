import type { Lang } from '@ketik/race'
import { en } from './en.ts'
import { id } from './id.ts'

type Loose<T> = T extends (...given: infer Given) => infer Answer
  ? (...given: Given) => Answer extends string ? string : Answer
  : T extends string
    ? string
    : T

/** The shape every language fills; a missing or surplus key fails the type check. */
export type Words = { readonly [Key in keyof typeof en]: Loose<(typeof en)[Key]> }

export const wordsOf = (lang: Lang): Words => (lang === 'id' ? id : en)

/** The language of a POSIX locale (`id_ID.UTF-8`). `in` was the code for Indonesian until 1989. */
export const langOfLocale = (locale: string): Lang => (/^(id|in)([_.@-]|$)/i.test(locale) ? 'id' : 'en')
