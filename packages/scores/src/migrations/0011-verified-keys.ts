import { boardsOf } from './verified-keys/boards-of.ts'
import { columns } from './verified-keys/columns.ts'
import { emptyOnly } from './verified-keys/empty-only.ts'
import { rateRaces } from './verified-keys/rate-races.ts'
import { recountPlayer } from './verified-keys/recount-player.ts'
import { reviewResult } from './verified-keys/review-result.ts'
import { settleRaces } from './verified-keys/settle-races.ts'

/** Default boards, wins and ratings count verified keystrokes only. */
export const verifiedKeys = [
  emptyOnly,
  columns,
  boardsOf,
  settleRaces,
  recountPlayer,
  reviewResult,
  rateRaces,
].join('\n')
