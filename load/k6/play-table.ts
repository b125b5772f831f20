import exec from 'k6/execution'
import { type Duel, playDuel } from '../bots/play-duel.ts'
import { NEWCOMERS_PER_SECOND } from '../measures/metrics.ts'
import { checkStored } from './check-stored.ts'
import { connect, meter, settings, waitMs } from './vu.ts'

type Table = Pick<Duel, 'kinds' | 'wpm' | 'onEntered' | 'onMatched'> & { readonly isPublic?: boolean }

/** One race of a VU, which plays both seats from connections to two gateways, and the look for it in the histories. */
export const playTable = async ({ isPublic = false, ...table }: Table): Promise<void> => {
  const { idInTest: vu, iterationInScenario: round } = exec.vu
  const name = `${settings.run}-${vu}-${round}`
  const room = isPublic ? {} : { room: name }
  const seed = 2 * (vu + 1_000 * round)
  await checkStored(await playDuel({ ...table, ...room, name, seed, door: vu, connect, meter }), vu)
}

/** Newcomers come one after the other, so that the logins are not a storm where that is not what is measured. */
export const comeInTurn = async (): Promise<void> => {
  const { idInTest: vu, iterationInScenario: round } = exec.vu
  if (round === 0) await waitMs((2_000 * (vu - 1)) / NEWCOMERS_PER_SECOND)
}
