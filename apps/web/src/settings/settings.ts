import { LANGS } from '@ketik/race'
import { effect, signal } from '@preact/signals'
import type { Shelf } from '../shelf.ts'
import { language } from '../words/spoken.ts'
import { firstLanguage } from '../words/words.ts'

export const THEMES = ['system', 'dark', 'light', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

export const theme = signal<Theme>('system')
export const hasSound = signal(false)

const oneOf = <T extends string>(allowed: readonly T[], value: string | null): T | undefined =>
  allowed.find(one => one === value)

/** Takes the settings from the shelf, follows the browser where nothing was chosen, and keeps every later choice. */
export const startSettings = (shelf: Shelf, root: HTMLElement, asked: readonly string[]): void => {
  theme.value = oneOf(THEMES, shelf.get('theme')) ?? 'system'
  language.value = oneOf(LANGS, shelf.get('language')) ?? firstLanguage(asked)
  hasSound.value = shelf.get('sound') === 'on'
  effect(() => {
    root.dataset['theme'] = theme.value
  })
  effect(() => {
    root.lang = language.value
  })
  keep(shelf, 'theme', () => theme.value)
  keep(shelf, 'language', () => language.value)
  keep(shelf, 'sound', () => (hasSound.value ? 'on' : 'off'))
}

/** What the person never touched is not kept, so that it goes on following the browser. */
const keep = (shelf: Shelf, name: string, value: () => string): void => {
  let last: string | null = null
  effect(() => {
    const now = value()
    if (last !== null && last !== now) shelf.set(name, now)
    last = now
  })
}
