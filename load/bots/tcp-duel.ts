import { overTcp } from '../../infra/test/player.ts'
import { humanKeys } from '../../infra/test/typist.ts'
import { MeasuredTypist } from './measured-typist.ts'

/** What one race of two players over TCP showed; times in milliseconds. */
export type DuelMeasures = {
  readonly race: string
  readonly skewMs: number
  readonly relaysMs: readonly number[]
}

const WPM_MIN = 70
const WPM_SPREAD = 40
const WITHIN_MS = 120_000

/** Two v1 players, each through one of the given doors (`host:port`), from login to the end of their race. */
export const tcpDuel = async (doors: readonly [string, string], room: string, seed: number) => {
  const typists = await Promise.all(doors.map((door, i) => enter(door, `${room}-${i}`)))
  for (const { player } of typists) player.send({ type: 'req_matchmaking', room })
  const [race] = await Promise.all(typists.map(typist => typist.matched()))
  await Promise.all(
    typists.map(async (typist, i) => {
      const wpm = WPM_MIN + ((7 * seed + 10 * i) % WPM_SPREAD)
      await typist.type(humanKeys(race?.text.text ?? '', wpm, 2 * seed + i))
      await typist.player.next('race_over', WITHIN_MS)
    }),
  )
  for (const { player } of typists) player.close()
  return measures(race?.id ?? '', typists)
}

const enter = async (door: string, name: string): Promise<MeasuredTypist> => {
  const [host, port] = door.split(':')
  const typist = new MeasuredTypist(await overTcp(Number(port), name, host))
  await typist.login()
  await typist.measureClock()
  return typist
}

const measures = (race: string, typists: readonly MeasuredTypist[]): DuelMeasures => {
  const [one = 0, other = 0] = typists.map(
    ({ player }) => player.heard.find(({ message }) => message.type === 'start_game')?.at,
  )
  const relaysMs = typists.flatMap(({ player }, i) => {
    const opponent = typists[1 - i]
    return player.heard.flatMap(({ message, at }) =>
      message.type === 'tick'
        ? shown(message['seats']).flatMap(n => opponent?.updates.seen('correct', n, at) ?? [])
        : [],
    )
  })
  return { race, skewMs: Math.abs(one - other), relaysMs }
}

/** How far a tick says that the opponent is. */
const shown = (seats: unknown): readonly number[] =>
  (seats as readonly (readonly [number, number, number])[]).map(([, correct]) => correct)
