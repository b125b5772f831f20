import type { RaceWish } from '@ketik/client'
import { isSettled } from '@ketik/client'
import { isRefusal, toUsernameForm } from '@ketik/protocol'
import { useId, useState } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import { words } from '../words/spoken.ts'
import { nameOf } from '../world/world.ts'
import { PrivateRoom } from './private-room.tsx'
import { Theirs } from './theirs.tsx'
import { Waiting } from './waiting.tsx'
import { WishOptions } from './wish-options.tsx'

/** From here to a race: a name and a click the first time, one click or Enter ever after. */
export const Enter = () => {
  const name = usePiece(nameOf)
  const queue = usePiece(({ link }) => link.queue)
  const race = usePiece(({ link }) => link.race)
  const [wish, setWish] = useState<RaceWish>({})
  if (race !== null && !isSettled(race))
    return (
      <a class="button main" href={`/race/${race.view.id}`}>
        {words.value.backToRace}
      </a>
    )
  if (queue !== null) return <Waiting queue={queue} />
  return (
    <div class="enter">
      {name === null ? <NameForm wish={wish} /> : <KnownRacer name={name} wish={wish} />}
      <div class="options-row">
        <WishOptions wish={wish} onWish={setWish} />
        <PrivateRoom />
      </div>
    </div>
  )
}

/** Asks for a name and, with `wish`, for a race in the same breath. */
export const NameForm = ({ wish, label }: { readonly wish: RaceWish; readonly label?: string }) => {
  const { tell } = useApp()
  const [isBad, setBad] = useState(false)
  const id = useId()
  const w = words.value
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '')
    const bad = isRefusal(toUsernameForm(name))
    setBad(bad)
    if (!bad) tell({ on: 'enter', name, wish })
  }
  return (
    <form onSubmit={submit}>
      <label class="unseen" for={id}>
        {w.nameLabel}
      </label>
      <div class="line">
        <input
          class="name"
          id={id}
          name="name"
          placeholder={w.namePlaceholder}
          autocomplete="nickname"
          autocapitalize="off"
          spellcheck={false}
          maxLength={96}
          aria-invalid={isBad}
          aria-describedby={`${id}-hint`}
        />
        <button class="button main" type="submit">
          {label ?? w.race}
        </button>
      </div>
      <p class="soft" id={`${id}-hint`} role={isBad ? 'alert' : undefined}>
        {isBad ? w.nameBad : w.nameHint}
      </p>
    </form>
  )
}

const KnownRacer = ({ name, wish }: { readonly name: string; readonly wish: RaceWish }) => {
  const { tell } = useApp()
  const w = words.value
  return (
    <>
      <p class="known">
        <strong>
          <Theirs text={name} />
        </strong>
        <button class="button bare" type="button" onClick={() => tell({ on: 'rename' })}>
          {w.changeName}
        </button>
      </p>
      <div class="line">
        <button class="button main alone" type="button" onClick={() => tell({ on: 'ask-race', wish })}>
          {w.race}
        </button>
      </div>
    </>
  )
}
