import { type BoardRow, foldUsername } from '@ketik/protocol'
import { round1 } from '@ketik/race'

export const BOARD_ROWS_READ = 100
export const BOARD_ROWS_SHOWN = 10
/** Results that no reading has shown yet; only the best of them can matter. */
const RESULTS_MAX = 100
/** A result that the readings of this long do not show was stored with a review, or has been taken back. */
const UNSEEN_MS_MAX = 15_000

/** A finish that counts for the leaderboard. `wpm` is unrounded, `at` the dated finish in cluster ms. */
export type BoardResult = Pick<BoardRow, 'username' | 'wpm' | 'accuracy' | 'at' | 'timed' | 'race'>

type Pending = BoardResult & { missedSince: number | undefined }

/**
 * A leaderboard of all time and all languages as one node knows it: the rows that it read last, and the results that
 * finished since. An outcome can show it without waiting for PostgreSQL.
 */
export class AllTimeBoard {
  #read: readonly BoardRow[] = []
  /** The rows read last, by folded name. */
  #stored: ReadonlyMap<string, BoardRow> = new Map()
  /** By folded name: the best of each player. */
  readonly #pending = new Map<string, Pending>()
  #shown: readonly BoardRow[] = []

  /** The ten best. The same array until they change. */
  get rows(): readonly BoardRow[] {
    return this.#shown
  }

  /** Takes a result that PostgreSQL may not have yet; true when it changed the ten best. A repeat changes nothing. */
  merge(result: BoardResult): boolean {
    const folded = foldUsername(result.username)
    const known = this.#pending.get(folded)
    if (known !== undefined && known.wpm >= result.wpm) return false
    const { username, wpm, accuracy, at, timed, race } = result
    this.#pending.set(folded, { username, wpm, accuracy, at, timed, race, missedSince: undefined })
    this.#dropSlowest()
    return this.#show()
  }

  /**
   * Takes the best rows as PostgreSQL has them now; `now` is monotonic ms. True when they changed the ten best. The same
   * array again costs next to nothing: everyone who asks for the board comes here.
   */
  read(rows: readonly BoardRow[], now: number): boolean {
    let isChanged = rows !== this.#read
    if (isChanged) {
      this.#read = rows
      this.#stored = new Map(rows.map(row => [foldUsername(row.username), row]))
    }
    for (const [folded, result] of this.#pending) {
      result.missedSince ??= now
      const isSeen = (this.#stored.get(folded)?.wpm ?? -1) >= round1(result.wpm)
      if (!isSeen && now - result.missedSince < UNSEEN_MS_MAX) continue
      this.#pending.delete(folded)
      isChanged = true
    }
    return isChanged && this.#show()
  }

  #show(): boolean {
    const before = this.#shown
    const all = this.#pending.size === 0 ? this.#read : merged(this.#stored, this.#pending)
    const rows = all.slice(0, BOARD_ROWS_SHOWN)
    this.#shown = rows.map((row, i) => ({ ...row, rank: i + 1 }))
    return order(before) !== order(rows)
  }

  #dropSlowest(): void {
    if (this.#pending.size <= RESULTS_MAX) return
    const [slowest] = [...this.#pending].sort(([, a], [, b]) => a.wpm - b.wpm)
    if (slowest !== undefined) this.#pending.delete(slowest[0])
  }
}

/** A player's better result replaces the row; what is slower than the row does not change it. */
const merged = (
  stored: ReadonlyMap<string, BoardRow>,
  pending: ReadonlyMap<string, BoardResult>,
): readonly BoardRow[] => {
  const rows = new Map(stored)
  for (const [folded, result] of pending) {
    const row = rows.get(folded)
    const wpm = round1(result.wpm)
    if (row !== undefined && row.wpm >= wpm) continue
    rows.set(folded, { ...result, rank: 0, wpm, races: (row?.races ?? 0) + 1 })
  }
  return [...rows.values()].map(toRow).sort((a, b) => b.wpm - a.wpm)
}

const toRow = ({ rank, username, wpm, accuracy, races, at, timed, race }: BoardRow): BoardRow => ({
  rank,
  username,
  wpm,
  accuracy,
  races,
  at,
  timed,
  race,
})

const order = (rows: readonly BoardRow[]): string =>
  JSON.stringify(rows.map(({ username, wpm }) => [username, wpm]))
