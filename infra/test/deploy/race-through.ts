import { expect } from 'vitest'
import { eventually } from '../eventually.ts'
import { overTcp, overWebSocket } from '../player.ts'
import { humanKeys, meet, readyTypist, trueWpm } from '../typist.ts'
import type { Stack } from './stack.ts'

type Stored = { readonly endedAt: number | null; readonly rows: readonly Readonly<Record<string, unknown>>[] }

/** A WebSocket and a TCP player race through HAProxy, timed by their keys, until the result is stored. */
export const raceThrough = async (stack: Stack | undefined, room: string): Promise<void> => {
  const { HTTP_PORT = 0, TCP_RACE_PORT = 0 } = stack?.ports ?? {}
  const [ani, budi] = [`Ani ${room}`, `Budi ${room}`]
  const players = [
    await readyTypist(overWebSocket(HTTP_PORT, ani)),
    await readyTypist(overTcp(TCP_RACE_PORT, budi)),
  ] as const
  try {
    const [race] = await meet(players, room)
    const text = race?.text.text ?? ''
    const keys = [humanKeys(text, 150, 1), humanKeys(text, 130, 2)] as const
    await Promise.all(players.map((typist, seat) => typist.type(keys[seat] ?? [])))
    expect(await players[0].player.next('game_over')).toMatchObject({ result: 'won' })
    expect(await players[1].player.next('game_over')).toMatchObject({ result: 'lost' })
    const over = await players[1].player.nextHeard('race_over')
    const stored = await eventually('the race is stored', async () => {
      // The race is in a room: its record is shown to those who raced in it.
      const headers = { authorization: `Bearer ${players[0].token}` }
      const response = await fetch(`http://127.0.0.1:${HTTP_PORT}/api/races/${race?.id}`, { headers })
      const known = response.status === 200 ? ((await response.json()) as Stored) : undefined
      return known?.endedAt === null ? undefined : known
    })
    expect(byPlace(stored.rows)).toMatchObject([
      { username: ani, state: 'finished', place: 1, timed: 'keys' },
      { username: budi, state: 'finished', place: 2, timed: 'keys' },
    ])
    // Whatever the machine did to the last batch, its key counts between when it was pressed and the answer to it.
    const wpm = Number(byPlace(stored.rows)[1]?.['wpm'])
    expect(wpm).toBeLessThan(trueWpm(keys[1]) * 1.001)
    expect(wpm).toBeGreaterThan(players[1].wpmHadItLasted(over.at))
  } finally {
    for (const { player } of players) player.close()
  }
}

const byPlace = (rows: Stored['rows']): Stored['rows'] =>
  [...rows].sort((one, other) => Number(one['place']) - Number(other['place']))
