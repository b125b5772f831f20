import { isOnline } from '@ketik/client'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import { online } from '../rest/live.ts'
import { playerPage } from '../rest/player.ts'
import { useRemote } from '../rest/remote.ts'
import { isolated } from '../words/isolated.ts'
import { clockTime, words } from '../words/spoken.ts'
import type { LobbyLine, SenderKind } from '../world/lobby-line.ts'
import { nameOf } from '../world/world.ts'
import { Sentence, Theirs } from './theirs.tsx'

const REFRESH_MS = 10_000
const SHOWN_MAX = 24
/** Reading older lines this far from the end, one is not pulled down by new ones. */
const NEAR_END_PX = 60

/** The lobby: who is here, what they say, and a line to answer. */
export const Talk = () => {
  const lines = usePiece(world => world.lines)
  const me = usePiece(nameOf)
  const isIn = usePiece(({ link }) => isOnline(link))
  const list = useRef<HTMLOListElement>(null)
  const atEnd = useRef(true)
  // Each new line scrolls.
  useLayoutEffect(() => {
    if (atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [lines])
  const w = words.value
  return (
    <section class="talk" aria-labelledby="talk-title">
      <h2 id="talk-title">{w.chatTitle}</h2>
      <People />
      <ol
        class="lines"
        ref={list}
        aria-live="polite"
        aria-label={w.chatTitle}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight > scrollHeight - NEAR_END_PX
        }}
      >
        {lines.length === 0 && <li class="news">{me === null ? w.chatNeedsName : w.chatEmpty}</li>}
        {lines.map(line => (
          <Line key={line.id} line={line} me={me} />
        ))}
      </ol>
      <Say isIn={isIn} />
    </section>
  )
}

const People = () => {
  const { doors } = useApp()
  const [remote] = useRemote(doors.ask, '/api/online', online, { everyMs: REFRESH_MS })
  const heard = usePiece(({ link }) => link.online)
  const w = words.value
  const known = remote.state === 'ready' ? remote.value : { online: 0, players: [] }
  const players = known.players.slice(0, SHOWN_MAX)
  const more = Math.max(0, (heard ?? known.online) - players.length)
  return (
    <ul class="people">
      <li>
        <strong>{w.onlineCount(heard ?? known.online)}</strong>
      </li>
      {players.map(name => (
        <li key={name}>
          <a href={playerPage(name)}>
            <Theirs text={name} />
          </a>
        </li>
      ))}
      {players.length > 0 && more > 0 && <li>{w.onlineMore(more)}</li>}
    </ul>
  )
}

const Line = ({ line, me }: { readonly line: LobbyLine; readonly me: string | null }) => {
  const w = words.value
  if (line.line !== 'chat')
    return (
      <li class="news">
        <Sentence text={(line.line === 'join' ? w.chatJoined : w.chatLeft)(isolated(line.username))} />
      </li>
    )
  return (
    <li class={line.from === me ? 'mine' : ''}>
      <b>
        <Theirs text={line.from} />
        <SenderMark mark={line.mark} />
      </b>{' '}
      <Theirs text={line.text} />
      <time dateTime={new Date(line.at).toISOString()}>{clockTime(line.at)}</time>
    </li>
  )
}

/** Not part of the name: no name can contain it. */
const SenderMark = ({ mark }: { readonly mark: SenderKind }) => {
  const w = words.value
  if (mark === 'guest') return null
  const label = mark === 'owner' ? w.chatOwner : w.chatOperator
  return (
    <span class="mark" role="img" aria-label={label} title={label}>
      {mark === 'owner' ? '✓' : '★'}
    </span>
  )
}

const Say = ({ isIn }: { readonly isIn: boolean }) => {
  const { tell } = useApp()
  const w = words.value
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault()
    const form = event.currentTarget
    const text = String(new FormData(form).get('text') ?? '').trim()
    if (text === '') return
    tell({ on: 'say', text })
    form.reset()
  }
  return (
    <form onSubmit={submit}>
      <input
        class="field"
        name="text"
        aria-label={w.chatLabel}
        placeholder={w.chatPlaceholder}
        autocomplete="off"
        maxLength={600}
        disabled={!isIn}
      />
      <button class="button" type="submit" disabled={!isIn}>
        {w.chatSend}
      </button>
    </form>
  )
}
