import { columns } from './verified-keys/columns.ts'
import { recountPlayer } from './verified-keys/recount-player.ts'
import { settleRaces } from './verified-keys/settle-races.ts'

/** Boards, wins and ratings count verified keystrokes only. */
export const verifiedKeys = [columns, settleRaces, recountPlayer].join('\n')
