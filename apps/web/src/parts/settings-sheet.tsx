import { LANGS } from '@ketik/race'
import { useEffect, useRef } from 'preact/hooks'
import { hasSound, THEMES, type Theme, theme } from '../settings/settings.ts'
import { language, languageName, words } from '../words/spoken.ts'
import type { WordKey } from '../words/words.ts'
import { Choice } from './choice.tsx'

const THEME_WORDS: Readonly<Record<Theme, WordKey>> = {
  system: 'themeSystem',
  dark: 'themeDark',
  light: 'themeLight',
  contrast: 'themeContrast',
}

/** Language, theme and sound, behind one word in the header. Escape and a click elsewhere close it. */
export const SettingsSheet = () => {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event): void => {
      const sheet = details.current
      if (sheet === null || !sheet.open) return
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return
        sheet.querySelector('summary')?.focus()
      } else if (event.target instanceof Node && sheet.contains(event.target)) return
      sheet.open = false
    }
    document.addEventListener('keydown', close)
    document.addEventListener('pointerdown', close)
    return () => {
      document.removeEventListener('keydown', close)
      document.removeEventListener('pointerdown', close)
    }
  }, [])
  const w = words.value
  return (
    <details class="settings" ref={details}>
      <summary>{w.settings}</summary>
      <div class="sheet">
        <Choice
          name="language"
          legend={w.language}
          options={LANGS.map(value => ({ value, label: languageName(value) }))}
          value={language.value}
          onChoose={value => {
            language.value = value
          }}
        />
        <Choice
          name="theme"
          legend={w.theme}
          options={THEMES.map(value => ({ value, label: w[THEME_WORDS[value]] }))}
          value={theme.value}
          onChoose={value => {
            theme.value = value
          }}
        />
        <Choice
          name="sound"
          legend={w.sound}
          options={[
            { value: 'off', label: w.soundOff },
            { value: 'on', label: w.soundOn },
          ]}
          value={hasSound.value ? 'on' : 'off'}
          onChoose={value => {
            hasSound.value = value === 'on'
          }}
        />
        <a href="/diagnostics">{w.navDiagnostics}</a>
      </div>
    </details>
  )
}
