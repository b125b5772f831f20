import { accountScripts } from './scripts/account-scripts.ts'
import { lobbyScripts } from './scripts/lobby-scripts.ts'
import { queueScripts } from './scripts/queue-scripts.ts'
import { raceScripts } from './scripts/race-scripts.ts'
import type { Scripts } from './scripts/script.ts'

/** All scripts of the cluster, over memory. */
export const memoryScripts: Scripts = {
  ...raceScripts,
  ...queueScripts,
  ...lobbyScripts,
  ...accountScripts,
}
