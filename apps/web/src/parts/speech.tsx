import type { LinkRace } from '@ketik/client'
import { assertNever } from '@ketik/race'
import { useComputed } from '@preact/signals'
import { useApp } from '../app.tsx'
import { isolated } from '../words/isolated.ts'
import { whole, words } from '../words/spoken.ts'
import type { Words } from '../words/words.ts'
import { finishedWpm } from '../world/race-state.ts'
import type { Saying } from '../world/saying.ts'
import { Sentence } from './theirs.tsx'
import { verdictOf } from './verdict.ts'

/** Speaks to screen readers: what may wait politely, and mistakes at once. */
export const Speech = () => {
  const { world } = useApp()
  const polite = useComputed(() => {
    const { said, link } = world.value
    return said.polite === null ? '' : spoken(words.value, said.polite, link.race)
  })
  const urgent = useComputed(() => {
    const { said, link } = world.value
    return said.urgent === null ? '' : spoken(words.value, said.urgent, link.race)
  })
  // The same words twice are two sayings: an unseen space makes the region change.
  const again = useComputed(() => (world.value.said.count % 2 === 0 ? '' : '\u200a'))
  return (
    <>
      <p class="unseen" aria-live="polite" id="speech-polite">
        <Sentence text={polite.value} />
        {again}
      </p>
      <p class="unseen" role="alert" id="speech-urgent">
        <Sentence text={urgent.value} />
      </p>
    </>
  )
}

const spoken = (w: Words, saying: Saying, race: LinkRace | null): string => {
  switch (saying.say) {
    case 'count':
      return whole(saying.value)
    case 'opened':
      return w.opened(saying.word)
    case 'next-word':
      return w.nextWord(saying.word)
    case 'wrong':
      return w.wrongKey(audible(w, saying.got), audible(w, saying.want))
    case 'wrong-stands':
      return w.wrongStands
    case 'finished':
      return race === null ? '' : finished(w, finishedWpm(race))
    case 'outcome':
      return race === null ? '' : verdictOf(w, race)
    case 'seat':
      return `${isolated(saying.username)}: ${saying.state === 'away' ? w.seatAway : w.seatLeft}`
    case 'hint':
      return saying.hint === 'paste' ? w.pasteRefused : w.suggestionRefused
    default:
      return assertNever(saying)
  }
}

const finished = (w: Words, wpm: number | null): string => (wpm === null ? '' : w.finishedIn(whole(wpm)))

const audible = (w: Words, grapheme: string): string => (grapheme === ' ' ? w.space : grapheme)
