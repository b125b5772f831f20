import type { ComponentChildren } from 'preact'
import { words } from '../words/spoken.ts'
import { AccountSheet } from './account-sheet.tsx'
import { Bars } from './bars.tsx'
import { LatencyFigure } from './latency-figure.tsx'
import { SettingsSheet } from './settings-sheet.tsx'
import { Speech } from './speech.tsx'

/** What stands around every page. */
export const Frame = ({ children }: { readonly children: ComponentChildren }) => {
  const w = words.value
  return (
    <>
      <a class="skip" href="#main">
        {w.skipToMain}
      </a>
      <header class="top">
        <a class="wordmark" href="/">
          ketik
        </a>
        <span class="spring" />
        <LatencyFigure />
        <AccountSheet />
        <SettingsSheet />
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Bars />
      <Speech />
    </>
  )
}
