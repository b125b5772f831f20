import http from 'k6/http'
import * as metrics from './metrics.js'
import { doors, newcomersPerSecond, vus } from './settings.js'
import { waitMs } from './wait.js'

/** An address may ask a node twenty times a second. */
const ASKS_PER_SECOND = 10
const TRIES_MAX = 20

/** ws://host:port/ws → http://host:port/api/races */
const apiOf = door => `http${/^ws(s?:\/\/[^/]+)/.exec(door)[1]}/api/races`

/** Asks a node for the race's rows until they are there; it has one for each seat when all is well. */
export const checkStored = async (race, seats, vu) => {
  const spreadMs = (1_000 * vus) / Math.min(ASKS_PER_SECOND * doors.length, newcomersPerSecond)
  await waitMs(500 + Math.random() * spreadMs)
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const url = `${apiOf(doors[(vu + attempt) % doors.length])}/${race}`
    const answer = await http.asyncRequest('GET', url, null, { tags: { name: 'race rows' } })
    if (answer.status === 200) {
      metrics.raceStored.add(answer.json('rows').length === seats)
      return
    }
    await waitMs(500 + 500 * Math.random())
  }
  metrics.raceStored.add(false)
}
