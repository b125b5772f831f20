import { humanKeys } from '../../infra/test/typist.ts'
import { openDoor } from '../bots/open-door.ts'
import { Racer } from '../bots/racer.ts'
import { inTurns } from '../in-turns.ts'

const AT_ONCE = 20

/** Logs in races of two v1 players on two gateways, all of which end at nearly the same time. */
export const enterPairs = async (ports: readonly number[], races: number, name: string) => {
  const racers = Array.from({ length: 2 * races }, (_, i) => {
    const port = ports[i % 2] ?? 0
    return new Racer({ name: `${name}-${i}`, connect: () => openDoor({ over: 'websocket', port }) })
  })
  let texts: readonly string[] = []
  await inTurns(racers, AT_ONCE, racer => racer.enter())
  return {
    /** Ends when all have their match. */
    ask: async (): Promise<void> => {
      for (const [i, racer] of racers.entries()) racer.ask({ room: `${name}-${i >> 1}` })
      const matched = await Promise.all(racers.map(racer => racer.matched()))
      texts = matched.map(({ text }) => text.text)
    },
    /** Milliseconds to the latest start instant. */
    untilStartMs: (): number => Math.max(...racers.map(({ untilStartMs }) => untilStartMs)),
    /** Types every text to its end in that time; ends when all races are over. */
    type: async (typedInMs: number): Promise<void> => {
      const typed = racers.map((racer, seed) => {
        const text = texts[seed] ?? ''
        return racer.raceThrough(humanKeys(text, (12_000 * text.length) / typedInMs, seed))
      })
      await Promise.all(typed)
    },
    /** Batches of keys sent so far. */
    batches: (): number => racers.reduce((sum, { updates }) => sum + updates.count, 0),
  }
}
