import { overWebSocket } from '../../infra/test/player.ts'
import { humanKeys, readyTypist, type Typist } from '../../infra/test/typist.ts'

/** Races of two v1 players on two gateways, all of which end at nearly the same time. */
export type RacingPairs = {
  /** Ends when all have their match. */
  ask(): Promise<void>
  /** Milliseconds to the latest start instant. */
  untilStartMs(): number
  /** Types every text to its end in that time; ends when all races are over. */
  type(typedInMs: number): Promise<void>
  /** Batches of keys sent so far. */
  batches(): number
}

const NEWCOMERS_AT_ONCE = 20

export const enterPairs = async (
  ports: readonly [number, number],
  races: number,
  name: string,
): Promise<RacingPairs> => {
  const pairs: (readonly Typist[])[] = []
  for (let i = 0; i < races; i += NEWCOMERS_AT_ONCE) {
    const some = Array.from({ length: Math.min(NEWCOMERS_AT_ONCE, races - i) }, (_, j) =>
      enterPair(ports, `${name}-${i + j}`),
    )
    pairs.push(...(await Promise.all(some)))
  }
  const typists = pairs.flat()
  let batches = 0
  for (const { player } of typists) {
    const send = player.send.bind(player)
    player.send = message => {
      if (typeof message === 'object' && message !== null && 'keys' in message) batches += 1
      send(message)
    }
  }
  return {
    ask: async () => {
      for (const [i, pair] of pairs.entries()) {
        for (const { player } of pair) player.send({ type: 'req_matchmaking', room: `${name}-${i}` })
      }
      await Promise.all(typists.map(typist => typist.matched()))
    },
    untilStartMs: () =>
      Math.max(...typists.map(({ race, offsetMs }) => (race?.startsAt ?? 0) - offsetMs - performance.now())),
    type: async typedInMs => {
      await Promise.all(typists.map((typist, seed) => typeThrough(typist, typedInMs, seed)))
    },
    batches: () => batches,
  }
}

const enterPair = (ports: readonly [number, number], name: string): Promise<readonly Typist[]> =>
  Promise.all(ports.map((port, seat) => readyTypist(overWebSocket(port, `${name}-${seat}`))))

const typeThrough = async (typist: Typist, typedInMs: number, seed: number): Promise<void> => {
  const text = typist.race?.text.text ?? ''
  await typist.type(humanKeys(text, (12_000 * text.length) / typedInMs, seed))
  await typist.player.next('race_over', 60_000)
}
