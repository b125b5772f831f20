import type { Bus } from '@ketik/cluster'
import { type BoardRow, encode } from '@ketik/protocol'
import type { Log } from '@ketik/runtime'
import { isRetryable } from '@ketik/scores'
import { AllTimeBoard, BOARD_ROWS_READ, BOARD_ROWS_SHOWN, type BoardResult } from './all-time-board.ts'
import type { BoardQuery, Boards } from './boards.ts'

/** Between two updates of one node, so that no client receives two within a second. */
const UPDATE_PAUSE_MS = 1_050

export type BoardFeedHost = {
  readonly boards: Boards
  readonly bus: Pick<Bus, 'subscribe' | 'publish'>
  /** The channel on which nodes tell each other of results that change the ten best. */
  readonly channel: string
  readonly log: Log
  /** Sends an update to every client of contract A on this node. */
  tell(frame: string): void
}

/** The leaderboard as clients of one node see it: read from PostgreSQL, and ahead of it by the results of all nodes. */
export class BoardFeed {
  readonly #board = new AllTimeBoard()
  #pause: NodeJS.Timeout | undefined
  #isChanged = false

  private constructor(private readonly host: BoardFeedHost) {}

  static async open(host: BoardFeedHost): Promise<BoardFeed> {
    const feed = new BoardFeed(host)
    await host.bus.subscribe(host.channel, payload => feed.#merge(JSON.parse(payload) as BoardResult))
    void feed.refresh()
    return feed
  }

  /** The ten best of all time, without waiting. */
  get rows(): readonly BoardRow[] {
    return this.#board.rows
  }

  /** The ten best of a board. While PostgreSQL is away: what is known, which may be nothing. */
  async top(query: Omit<BoardQuery, 'limit'>): Promise<{ data: readonly BoardRow[]; stale: boolean }> {
    const isAllTime = query.window === 'all' && query.lang === undefined
    const read = await (isAllTime
      ? this.#read()
      : this.host.boards.top({ ...query, limit: BOARD_ROWS_SHOWN })
    )
      // PostgreSQL is away and was so before: races go on without a board.
      .catch(error => {
        if (!isRetryable(error)) throw error
        return { data: [], stale: true }
      })
    return isAllTime ? { data: this.rows, stale: read.stale } : read
  }

  /** A seat finished with a result that counts. `isOwn`: on this node, which then tells the others. */
  onResult(result: BoardResult, isOwn: boolean): void {
    if (this.#merge(result) && isOwn) this.host.bus.publish(this.host.channel, JSON.stringify(result))
  }

  /** Reads the board again: another node's result may have gone unheard, or an operator decided a review. */
  async refresh(): Promise<void> {
    await this.#read().catch(error => {
      if (!isRetryable(error)) this.host.log.warn({ err: error }, 'could not read the leaderboard')
    })
  }

  close(): void {
    clearTimeout(this.#pause)
  }

  async #read(): Promise<{ readonly data: readonly BoardRow[]; readonly stale: boolean }> {
    const read = await this.host.boards.top({ window: 'all', limit: BOARD_ROWS_READ })
    if (!read.stale && this.#board.read(read.data, performance.now())) this.#changed()
    return read
  }

  #merge(result: BoardResult): boolean {
    const isChanged = this.#board.merge(result)
    if (isChanged) this.#changed()
    return isChanged
  }

  #changed(): void {
    this.#isChanged = true
    if (this.#pause === undefined) this.#update()
  }

  #update(): void {
    this.#isChanged = false
    this.host.tell(encode({ type: 'leaderboard_update', leaderboard: this.rows }))
    this.#pause = setTimeout(() => {
      this.#pause = undefined
      if (this.#isChanged) this.#update()
    }, UPDATE_PAUSE_MS)
  }
}
