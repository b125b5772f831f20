import exec from 'k6/execution'
import http from 'k6/http'
import { type Duel, playDuel, type Raced } from '../bots/play-duel.ts'
import { NEWCOMERS_PER_SECOND } from '../measures/metrics.ts'
import { connect, meter, settings, waitMs } from './vu.ts'

/** An address may ask a node twenty times a second. */
const ASKS_PER_SECOND = 10
const TRIES_MAX = 20

type Table = Omit<Duel, 'run' | 'table' | 'round' | 'connect' | 'meter'>
type Result = { readonly raceId: string; readonly state: string }

/**
 * One race of a VU, which plays both seats over connections to two gateways. Then it asks nodes for the history of each
 * racer until the race is there; all is well when the racer finished it. Histories, because a race in a room shows itself
 * only to sessions that raced in it, and clients of contract A have none.
 */
export const playTable = async (table: Table): Promise<void> => {
  const { idInTest: vu, iterationInScenario: round } = exec.vu
  const { run, vus, urls } = settings
  const raced = await playDuel({ ...table, run, table: vu, round, connect, meter })
  const asks = Math.min(ASKS_PER_SECOND * urls.length, NEWCOMERS_PER_SECOND)
  await waitMs(500 + (Math.random() * 2_000 * vus) / asks)
  for (const [i, one] of raced.entries()) meter('race_stored', (await isStored(one, vu + i)) ? 1 : 0)
}

const isStored = async ({ name, race }: Raced, door: number): Promise<boolean> => {
  const { urls } = settings
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    // ws://host:port/ws → http://host:port
    const node = urls[(door + attempt) % urls.length]?.replace(/^ws(s?:\/\/[^/]+).*/, 'http$1')
    const url = `${node}/api/players/${encodeURIComponent(name)}`
    const answer = await http.asyncRequest('GET', url, null, { tags: { name: 'history' } })
    const recent = answer.status === 200 ? (answer.json('recent') as unknown as readonly Result[]) : []
    const result = recent.find(({ raceId }) => raceId === race)
    if (result !== undefined) {
      if (result.state !== 'finished') console.error(`${race} is stored as ${JSON.stringify(result)}`)
      return result.state === 'finished'
    }
    await waitMs(500 + 500 * Math.random())
  }
  console.error(`${race} is not in the history of ${name}`)
  return false
}
