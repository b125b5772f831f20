import { LANGS } from '@ketik/race'
import { hasSound, THEMES, type Theme, theme } from '../settings/settings.ts'
import { language, languageName, words } from '../words/spoken.ts'
import type { WordKey } from '../words/words.ts'
import { Choice } from './choice.tsx'
import { Sheet } from './sheet.tsx'

const THEME_WORDS: Readonly<Record<Theme, WordKey>> = {
  system: 'themeSystem',
  dark: 'themeDark',
  light: 'themeLight',
  contrast: 'themeContrast',
}

/** Language, theme and sound, behind one word in the header. */
export const SettingsSheet = () => {
  const w = words.value
  return (
    <Sheet name="choices" label={w.settings}>
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
    </Sheet>
  )
}
