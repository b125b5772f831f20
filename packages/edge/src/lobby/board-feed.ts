import type { Bus } from '@ketik/cluster'
import { type BoardRow, type BoardTiming, encode } from '@ketik/protocol'
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

type BoardRead = { readonly data: readonly BoardRow[]; readonly stale: boolean }
type KnownBoard = { readonly timed: BoardTiming; readonly board: AllTimeBoard }

/** The leaderboard as clients of one node see it: read from PostgreSQL, and ahead of it by the results of all nodes. */
export class BoardFeed {
  /** As clients of contract A see it: with results timed by arrival, so that they see their own. */
  readonly #any = new AllTimeBoard()
  /** As v1 clients see it. */
  readonly #keys = new AllTimeBoard()
  #pause: NodeJS.Timeout | undefined
  #isChanged = false

  private constructor(private readonly host: BoardFeedHost) {}

  static async open(host: BoardFeedHost): Promise<BoardFeed> {
    const feed = new BoardFeed(host)
    await host.bus.subscribe(host.channel, payload => feed.#merge(JSON.parse(payload) as BoardResult))
    void feed.refresh()
    return feed
  }

  /** The ten best of all time as clients of contract A see them, without waiting. */
  get rows(): readonly BoardRow[] {
    return this.#any.rows
  }

  /** The ten best of a board. While PostgreSQL is away: what is known, which may be nothing. */
  async top({ timed = 'keys', ...query }: Omit<BoardQuery, 'limit'>): Promise<BoardRead> {
    const known = query.window === 'all' && query.lang === undefined ? this.#known(timed) : undefined
    const read = await (known === undefined
      ? this.host.boards.top({ ...query, timed, limit: BOARD_ROWS_SHOWN })
      : this.#read(known)
    )
      // PostgreSQL is away and was so before: races go on without a board.
      .catch(error => {
        if (!isRetryable(error)) throw error
        return { data: [], stale: true }
      })
    return known === undefined ? read : { data: known.board.rows, stale: read.stale }
  }

  /** A seat finished with a result that counts. `isOwn`: on this node, which then tells the others. */
  onResult(result: BoardResult, isOwn: boolean): void {
    if (this.#merge(result) && isOwn) this.host.bus.publish(this.host.channel, JSON.stringify(result))
  }

  /** Reads the boards again: another node's result may have been lost on its way, or an operator decided a review. */
  async refresh(): Promise<void> {
    await Promise.all([
      this.#read({ timed: 'any', board: this.#any }),
      this.#read({ timed: 'keys', board: this.#keys }),
    ]).catch(error => {
      if (!isRetryable(error)) this.host.log.warn({ err: error }, 'could not read the leaderboard')
    })
  }

  close(): void {
    clearTimeout(this.#pause)
  }

  /** The boards that are ahead of PostgreSQL. */
  #known(timed: BoardTiming): KnownBoard | undefined {
    if (timed === 'arrival') return undefined
    return { timed, board: timed === 'any' ? this.#any : this.#keys }
  }

  async #read({ timed, board }: KnownBoard): Promise<BoardRead> {
    const read = await this.host.boards.top({ window: 'all', timed, limit: BOARD_ROWS_READ })
    const isChanged = !read.stale && board.read(read.data, performance.now())
    if (isChanged && board === this.#any) this.#changed()
    return read
  }

  /** True when other nodes may not know of the result, and have to. */
  #merge(result: BoardResult): boolean {
    const isVerifiedNews = result.timed === 'keys' && this.#keys.merge(result)
    const isNews = this.#any.merge(result)
    if (isNews) this.#changed()
    return isNews || isVerifiedNews
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
