import type { Lang } from '@ketik/race'
import { en } from './en.ts'
import { id } from './id.ts'
import type { Words } from './words.ts'

export const wordsOf = (lang: Lang): Words => (lang === 'id' ? id : en)

/** The language of a POSIX locale (`id_ID.UTF-8`). `in` was the code for Indonesian until 1989. */
export const langOfLocale = (locale: string): Lang => (/^(id|in)([_.@-]|$)/i.test(locale) ? 'id' : 'en')
