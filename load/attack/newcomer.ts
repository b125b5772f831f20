import { overWebSocket } from '../../infra/test/player.ts'
import { type Doors, portOf } from './attack.ts'
import type { HonestLog } from './honest-log.ts'

const LATE_MS = 10_000

/** An honest player who comes from an address of its own, logs in, waits for a race, and goes. */
export const visitAsNewcomer = async (number: number, doors: Doors, log: HonestLog): Promise<void> => {
  const address = `127.2.${Math.floor(number / 250)}.${1 + (number % 250)}`
  const cameAt = performance.now()
  try {
    const player = await overWebSocket(portOf(doors, 'http', number), `baru${number}`, '/ws', address)
    player.send({ type: 'login', username: player.name, v: 1 })
    const welcome = await player.nextHeard('welcome', LATE_MS)
    log.logins.push(welcome.at - cameAt)
    player.send({ type: 'req_matchmaking' })
    const matched = await player.nextHeard('matched', LATE_MS)
    log.matches.push(matched.at - welcome.at)
    player.close()
  } catch (error) {
    log.turnedAway.push(String(error))
  }
}
