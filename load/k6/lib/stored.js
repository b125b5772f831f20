import http from 'k6/http'
import * as metrics from './metrics.js'
import { doors, newcomersPerSecond, vus } from './settings.js'
import { waitMs } from './wait.js'

/** An address may ask a node twenty times a second. */
const ASKS_PER_SECOND = 10
const TRIES_MAX = 20

/** ws://host:port/ws → http://host:port/api/races */
const apiOf = door => `http${/^ws(s?:\/\/[^/]+)/.exec(door)[1]}/api/races`

/** Asks a node for the race's rows until they are there; all is well when each seat has one, as finished. */
export const checkStored = async (race, seats, vu) => {
  const spreadMs = (1_000 * vus) / Math.min(ASKS_PER_SECOND * doors.length, newcomersPerSecond)
  await waitMs(500 + Math.random() * spreadMs)
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const url = `${apiOf(doors[(vu + attempt) % doors.length])}/${race}`
    const answer = await http.asyncRequest('GET', url, null, { tags: { name: 'race rows' } })
    if (answer.status === 200) {
      const rows = answer.json('rows')
      const isWhole = rows.length === seats && rows.every(({ state }) => state === 'finished')
      if (!isWhole) console.error(`${race} is stored as ${JSON.stringify(rows)}`)
      metrics.raceStored.add(isWhole)
      return
    }
    await waitMs(500 + 500 * Math.random())
  }
  metrics.raceStored.add(false)
}
