import type { Lang } from '@ketik/race'
import { computed, signal } from '@preact/signals'
import { en } from './en.ts'
import { id } from './id.ts'
import type { Words } from './words.ts'

const LANGUAGES: Readonly<Record<Lang, Words>> = { en, id }

export const language = signal<Lang>('en')

/** The words of the chosen language: reading `words.value` in a component makes it follow a switch. */
export const words = computed((): Words => LANGUAGES[language.value])

export const languageName = (lang: Lang): string => LANGUAGES[lang].languageName

const rounded = computed(() => new Intl.NumberFormat(language.value, { maximumFractionDigits: 0 }))
const tenths = computed(
  () => new Intl.NumberFormat(language.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
)
const percents = computed(
  () => new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits: 0 }),
)

export const whole = (value: number): string => rounded.value.format(value)
export const oneDecimal = (value: number): string => tenths.value.format(value)
/** A share of 0..1. */
export const share = (value: number): string => percents.value.format(value)

/** A figure that may be unknown. */
export const orDash = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? '–' : format(value)

export const names = (list: readonly string[]): string =>
  new Intl.ListFormat(language.value, { type: 'conjunction' }).format(list)

export const clockTime = (epochMs: number): string =>
  new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    epochMs,
  )

export const dateTime = (epochMs: number): string =>
  new Intl.DateTimeFormat(language.value, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(epochMs)
