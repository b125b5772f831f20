import { isGoing, type LinkRace } from '@ketik/client'
import { foldKey } from '@ketik/race'
import { effect, useComputed } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import { Cloth } from '../typing/cloth.ts'
import { listenToField } from '../typing/typing-field.ts'
import { words } from '../words/spoken.ts'
import { flagOf } from './flag.ts'

/** The text, the carets in it, and the field underneath that takes the keys. */
export const Arena = ({ race }: { readonly race: LinkRace }) => {
  const cloth = useRef<HTMLDivElement>(null)
  const isOpen = race.count === 0
  useCloth(cloth, race)
  return (
    <div class={isOpen ? 'arena' : 'arena closed'}>
      <div class="window">
        <div class="cloth" ref={cloth} aria-hidden="true" />
      </div>
      {isOpen && (
        <p class="unseen" id="race-text">
          {race.view.text.text}
        </p>
      )}
      <Field canType={isGoing(race) || !isOpen} />
      {!isOpen && <Countdown count={race.count} />}
    </div>
  )
}

const COUNT_FROM = 3

const Countdown = ({ count }: { readonly count: number }) => (
  <div class="countdown" aria-hidden="true">
    <span>{words.value.countdown}</span>
    <b key={count}>{Math.min(count, COUNT_FROM)}</b>
  </div>
)

/** Draws the text once for each race, and follows the world from there without drawing parts again. */
const useCloth = (root: { readonly current: HTMLDivElement | null }, race: LinkRace): void => {
  const { world } = useApp()
  const id = race.view.id
  // The text of a race never changes.
  useLayoutEffect(() => {
    const element = root.current
    if (element === null) return
    const cloth = new Cloth(element, race.typing.graphemes)
    cloth.measure()
    const sizes = new ResizeObserver(() => cloth.measure())
    sizes.observe(element)
    document.fonts?.ready.then(() => cloth.measure())
    const stopTyping = effect(() => {
      const now = world.value.link.race
      if (now?.view.id === id) cloth.show(now.typing)
    })
    let seats: LinkRace['seats'] | null = null
    const stopRivals = effect(() => {
      const now = world.value.link.race
      if (now?.view.id !== id || now.seats === seats) return
      seats = now.seats
      const racing = seats.filter(({ seat, state }) => seat !== now.view.seat && state !== 'left')
      cloth.rivals(
        racing.map(({ seat, correct }) => ({
          seat,
          correct,
          flag: flagOf(now.view.seats, seat, now.view.seat),
        })),
      )
    })
    return () => {
      stopTyping()
      stopRivals()
      sizes.disconnect()
    }
  }, [id])
}

const Field = ({ canType }: { readonly canType: boolean }) => {
  const { world, tell } = useApp()
  const field = useRef<HTMLTextAreaElement>(null)
  const [isFocused, setFocused] = useState(true)
  const isOpen = useComputed(() => world.value.link.race?.count === 0).value
  const isBusy = usePiece(({ link }) => link.race !== null && link.race.own === null)

  useEffect(() => {
    const element = field.current
    if (element === null) return
    element.focus({ preventScroll: true })
    return listenToField(element, {
      keys: (keys, code) => {
        const typing = world.value.link.race?.typing
        const at = typing?.correct ?? 0
        tell({
          on: 'press',
          keys: keys.map((key, index) => foldKey(key, typing?.graphemes[at + index] ?? '')),
          ...(code === undefined ? {} : { code }),
        })
      },
      released: code => tell({ on: 'release', code }),
      hint: hint => tell({ on: 'hint', hint }),
    })
  }, [world, tell])

  // A key pressed while the focus is nowhere brings it back; one pressed in a control stays there.
  useEffect(() => {
    const bringBack = (event: KeyboardEvent): void => {
      const isPlain = !(event.ctrlKey || event.metaKey || event.altKey) && event.key !== 'Tab'
      if (isPlain && document.activeElement === document.body) field.current?.focus({ preventScroll: true })
    }
    document.addEventListener('keydown', bringBack)
    return () => document.removeEventListener('keydown', bringBack)
  }, [])

  return (
    <>
      <textarea
        class="field-under"
        ref={field}
        aria-label={words.value.typeHere}
        aria-describedby={isOpen ? 'race-text' : undefined}
        autocomplete="off"
        autocorrect="off"
        autocapitalize="off"
        spellcheck={false}
        inputMode="text"
        enterkeyhint="done"
        data-gramm="false"
        data-lpignore="true"
        readOnly={!canType}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      />
      {!isFocused && isBusy && isOpen && (
        <button
          class="unfocused"
          type="button"
          tabIndex={-1}
          onClick={() => field.current?.focus({ preventScroll: true })}
        >
          {words.value.focusLost}
        </button>
      )}
    </>
  )
}
