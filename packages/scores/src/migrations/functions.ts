import { boardsOf } from './functions/boards-of.ts'
import { logsAlike } from './functions/logs-alike.ts'
import { rateRaces } from './functions/rate-races.ts'
import { recountPlayer } from './functions/recount-player.ts'
import { settleRaces } from './functions/settle-races.ts'

/** Storing races, counting players and rating them. Default boards, wins and ratings count verified results only. */
export const functions = [boardsOf, logsAlike, settleRaces, recountPlayer, rateRaces].join('\n')
