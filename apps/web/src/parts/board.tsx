import { LANGS } from '@ketik/race'
import { useState } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import { type BoardWindow, board, boardPath, WINDOWS } from '../rest/board.ts'
import { playerPage } from '../rest/player.ts'
import { useRemote } from '../rest/remote.ts'
import { languageName, oneDecimal, words } from '../words/spoken.ts'
import type { WordKey } from '../words/words.ts'
import { Choice } from './choice.tsx'
import { Theirs } from './theirs.tsx'

const ROWS = 10
const REFRESH_MS = 30_000

const WINDOW_WORDS: Readonly<Record<BoardWindow, WordKey>> = {
  day: 'boardDay',
  week: 'boardWeek',
  all: 'boardAll',
}

/** The fastest, by span of time and language. */
export const BoardPart = () => {
  const { doors } = useApp()
  const [window, setWindow] = useState<BoardWindow>('all')
  const [lang, setLang] = useState('')
  const version = usePiece(world => world.boardVersion)
  const me = usePiece(world => world.name)
  const path = boardPath(window, lang, ROWS)
  const [remote, again] = useRemote(doors.ask, path, board, { everyMs: REFRESH_MS, version })
  const w = words.value
  return (
    <section class="part board" aria-labelledby="board-title">
      <header>
        <h2 id="board-title">{w.boardTitle}</h2>
        <div class="tools">
          <Choice
            name="board-window"
            legend={w.boardWindow}
            unseen
            options={WINDOWS.map(value => ({ value, label: w[WINDOW_WORDS[value]] }))}
            value={window}
            onChoose={setWindow}
          />
          <select
            class="field"
            aria-label={w.boardLanguage}
            value={lang}
            onChange={event => setLang(event.currentTarget.value)}
          >
            <option value="">{w.textAny}</option>
            {LANGS.map(value => (
              <option key={value} value={value}>
                {languageName(value)}
              </option>
            ))}
          </select>
        </div>
      </header>
      <div class="rows">
        {remote.state === 'ready' ? (
          <BoardRows rows={remote.value.data} me={me} />
        ) : remote.state === 'loading' ? null : (
          <p>
            {w.boardFailed}{' '}
            <button class="button" type="button" onClick={again}>
              {w.again}
            </button>
          </p>
        )}
        {remote.state === 'ready' && remote.value.stale === true && <p class="soft">{w.boardStale}</p>}
      </div>
    </section>
  )
}

type RowsProps = {
  readonly rows: readonly { readonly rank: number; readonly username: string; readonly wpm: number }[]
  readonly me: string | null
}

const BoardRows = ({ rows, me }: RowsProps) => {
  const w = words.value
  if (rows.length === 0) return <p class="soft">{w.boardNone}</p>
  return (
    <table>
      <thead class="unseen">
        <tr>
          <th scope="col">{w.rank}</th>
          <th scope="col">{w.racer}</th>
          <th scope="col">{w.wpm}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ rank, username, wpm }) => (
          <tr key={rank} class={username === me ? 'me' : ''}>
            <td class="figure">{rank}</td>
            <td>
              <a href={playerPage(username)}>
                <Theirs text={username} />
              </a>
            </td>
            <td class="figure number">{oneDecimal(wpm)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
