import { connectTcp } from '@ketik/client/tcp'
import type { ServerMessage } from '@ketik/protocol'
import { humanKeys } from '../../infra/test/typist.ts'
import { Racer } from './racer.ts'

/** What one race of two players over TCP showed; times in milliseconds. */
export type DuelMeasures = {
  readonly race: string
  readonly skewMs: number
  readonly relaysMs: readonly number[]
}

const WPM_MIN = 70
const WPM_SPREAD = 40

/** Two players, each through one of the given doors (`host:port`), from login to the end of their race. */
export const tcpDuel = async (
  doors: readonly [string, string],
  room: string,
  seed: number,
): Promise<DuelMeasures> => {
  const startedAt: [number, number] = [0, 0]
  const relaysMs: number[] = []
  const onMessage = (seat: 0 | 1, message: ServerMessage, at: number): void => {
    if (!('type' in message)) return
    if (message.type === 'start_game') startedAt[seat] = at
    if (message.type !== 'tick') return
    for (const [, correct] of message.seats)
      relaysMs.push(...(racers[1 - seat]?.updates.seen('correct', correct, at) ?? []))
  }
  const racers = ([0, 1] as const).map(
    seat =>
      new Racer({
        name: `${room}-${seat}`,
        connect: () => connectTcp(addressOf(doors[seat])),
        onMessage: (message, at) => onMessage(seat, message, at),
      }),
  )
  await Promise.all(racers.map(racer => racer.enter()))
  for (const racer of racers) racer.ask({ room })
  const [race] = await Promise.all(racers.map(racer => racer.matched()))
  await Promise.all(
    racers.map((racer, i) => {
      const wpm = WPM_MIN + ((7 * seed + 10 * i) % WPM_SPREAD)
      return racer.raceThrough(humanKeys(race?.text.text ?? '', wpm, 2 * seed + i))
    }),
  )
  for (const racer of racers) racer.leave()
  return { race: race?.id ?? '', skewMs: Math.abs(startedAt[0] - startedAt[1]), relaysMs }
}

const addressOf = (door: string) => {
  const [host = '', port] = door.split(':')
  return { host, port: Number(port) }
}
