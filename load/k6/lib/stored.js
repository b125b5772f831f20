import http from 'k6/http'
import * as metrics from './metrics.js'
import { doors, newcomersPerSecond, vus } from './settings.js'
import { waitMs } from './wait.js'

/** An address may ask a node twenty times a second. */
const ASKS_PER_SECOND = 10
const TRIES_MAX = 20

/** ws://host:port/ws → http://host:port/api/players/ */
const profileOf = (door, { name }) =>
  `http${/^ws(s?:\/\/[^/]+)/.exec(door)[1]}/api/players/${encodeURIComponent(name)}`

/**
 * Asks nodes for the history of each racer until its race is there; all is well when the racer finished it. `ids`: the
 * race of each. Histories, because a race in a room shows itself only to sessions that raced in it, and clients of
 * contract A have none.
 */
export const checkStored = async (racers, ids, vu) => {
  const asks = Math.min(ASKS_PER_SECOND * doors.length, newcomersPerSecond)
  await waitMs(500 + (Math.random() * 1_000 * vus * racers.length) / asks)
  for (const [i, id] of ids.entries()) metrics.raceStored.add(await isStored(racers[i], id, vu + i))
}

const isStored = async (racer, id, first) => {
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const url = profileOf(doors[(first + attempt) % doors.length], racer)
    const answer = await http.asyncRequest('GET', url, null, { tags: { name: 'history' } })
    const result = answer.status === 200 && answer.json('recent').find(({ raceId }) => raceId === id)
    if (result) {
      if (result.state !== 'finished') console.error(`${id} is stored as ${JSON.stringify(result)}`)
      return result.state === 'finished'
    }
    await waitMs(500 + 500 * Math.random())
  }
  console.error(`${id} is not in the history of ${racer.name}`)
  return false
}
