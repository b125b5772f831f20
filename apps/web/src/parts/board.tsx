import {
  BOARD_TIMINGS,
  BOARD_WINDOWS,
  type BoardRow,
  type BoardTiming,
  type BoardWindow,
} from '@ketik/protocol'
import { LANGS } from '@ketik/race'
import { useState } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import { board, boardPath } from '../rest/board.ts'
import { playerPage } from '../rest/player.ts'
import { useRemote } from '../rest/remote.ts'
import { languageName, oneDecimal, words } from '../words/spoken.ts'
import type { WordKey } from '../words/words.ts'
import { nameOf } from '../world/world.ts'
import { Choice } from './choice.tsx'
import { Theirs } from './theirs.tsx'

const ROWS = 10
const REFRESH_MS = 30_000

const WINDOW_WORDS: Readonly<Record<BoardWindow, WordKey>> = {
  day: 'boardDay',
  week: 'boardWeek',
  all: 'boardAll',
}

const TIMING_WORDS: Readonly<Record<BoardTiming, WordKey>> = {
  keys: 'boardKeys',
  arrival: 'boardArrival',
  any: 'boardAny',
}
/** Stands before a speed that no keystrokes verify. */
const BY_ARRIVAL = '≈'

/** The fastest, by span of time and language. */
export const BoardPart = () => {
  const { doors } = useApp()
  const [window, setWindow] = useState<BoardWindow>('all')
  const [lang, setLang] = useState('')
  const [timed, setTimed] = useState<BoardTiming>('keys')
  const version = usePiece(world => world.boardVersion)
  const me = usePiece(nameOf)
  const path = boardPath(window, lang, timed, ROWS)
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
            options={BOARD_WINDOWS.map(value => ({ value, label: w[WINDOW_WORDS[value]] }))}
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
          <select
            class="field"
            aria-label={w.boardTimed}
            value={timed}
            onChange={event =>
              setTimed(BOARD_TIMINGS.find(one => one === event.currentTarget.value) ?? 'keys')
            }
          >
            {BOARD_TIMINGS.map(value => (
              <option key={value} value={value}>
                {w[TIMING_WORDS[value]]}
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
  readonly rows: readonly Pick<BoardRow, 'rank' | 'username' | 'wpm' | 'timed'>[]
  readonly me: string | null
}

const BoardRows = ({ rows, me }: RowsProps) => {
  const w = words.value
  if (rows.length === 0) return <p class="soft">{w.boardNone}</p>
  return (
    <>
      <table>
        <thead class="unseen">
          <tr>
            <th scope="col">{w.rank}</th>
            <th scope="col">{w.racer}</th>
            <th scope="col">{w.wpm}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ rank, username, wpm, timed }) => (
            <tr key={rank} class={username === me ? 'me' : ''}>
              <td class="figure">{rank}</td>
              <td>
                <a href={playerPage(username)}>
                  <Theirs text={username} />
                </a>
              </td>
              <td class="figure number">
                {timed === 'arrival' && (
                  <>
                    <abbr class="soft" title={w.boardArrival}>
                      {BY_ARRIVAL}
                    </abbr>{' '}
                  </>
                )}
                {oneDecimal(wpm)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.some(({ timed }) => timed === 'arrival') && (
        <p class="soft">
          {BY_ARRIVAL} {w.boardArrivalNote}
        </p>
      )}
    </>
  )
}
