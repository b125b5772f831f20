import { boardsOf } from './verified-keys/boards-of.ts'
import { columns } from './verified-keys/columns.ts'
import { emptyOnly } from './verified-keys/empty-only.ts'
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
  'drop function rate_race(text, jsonb); drop function rate_races(jsonb, jsonb);',
].join('\n')
