import { decodeKeys, type LoggedKey } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { KeyTypist } from './key-typist.ts'

const keysOf = (text: string, from = 100, gap = 100): [number, string][] =>
  [...text].map((key, i) => [from + i * gap, key])

describe('a seat whose keys are replayed', () => {
  it('[V1-4] takes batches that follow on, whole or not at all', () => {
    const seat = new KeyTypist('halo', 0)
    const keys = keysOf('halo')
    expect(seat.take({ from: 0, keys: keys.slice(0, 2) }, 250)).toBeUndefined()
    expect(seat.take({ from: 0, keys: keys.slice(0, 2) }, 260)).toEqual({
      refused: 'keys_repeated',
      detail: { expected: 2 },
    })
    expect(seat.take({ from: 3, keys: keys.slice(3) }, 450)).toEqual({
      refused: 'keys_out_of_order',
      detail: { expected: 2 },
    })
    // The second key is fine, the third is from the future: nothing of it counts.
    expect(
      seat.take(
        {
          from: 2,
          keys: [
            [300, 'l'],
            [9_000, 'o'],
          ],
        },
        450,
      ),
    ).toMatchObject({ refused: 'keys_in_future' })
    expect(seat.correct).toBe(2)
    expect(seat.take({ from: 2, keys: keys.slice(2) }, 450)).toBeUndefined()
    expect(seat.complete).toBe(true)
  })

  it('[V1-5] refuses keys from the future and before the start; a clock may err by 50 ms', () => {
    const seat = new KeyTypist('halo', 0)
    expect(seat.take({ from: 0, keys: [[0, 'h']] }, -1)).toEqual({ refused: 'not_started' })
    expect(seat.take({ from: 0, keys: [[151, 'h']] }, 100)).toMatchObject({ refused: 'keys_in_future' })
    expect(seat.take({ from: 0, keys: [[150, 'h']] }, 100)).toBeUndefined()
    expect(seat.log).toEqual([[150, 'h', 100]])
  })

  it('[V1-6] dates a key by its claim, but not before its arrival less credit and hold; the last one without the hold', () => {
    const seat = new KeyTypist('hal', 200)
    expect(
      seat.take(
        {
          from: 0,
          keys: [
            [100, 'h'],
            [900, 'a'],
          ],
        },
        1_000,
      ),
    ).toBeUndefined()
    expect(seat.log).toEqual([
      [100, 'h', 650],
      [900, 'a'],
    ])
    expect(seat.take({ from: 2, keys: [[950, 'l']] }, 1_400)).toBeUndefined()
    // The key before came 100 ms after its claim, so no later one is credited with more than 150.
    expect(seat.log[2]).toEqual([950, 'l', 1_250])
  })

  it('[ALLOWANCE-2] credits a key with no more than the round trip now, however large the credit of the plan', () => {
    let roundTripMs: number | undefined
    const seat = new KeyTypist('hal', 1_000, [], { roundTripMs: () => roundTripMs })
    seat.take({ from: 0, keys: [[100, 'h']] }, 700)
    expect(seat.log[0]).toEqual([100, 'h'])
    roundTripMs = 200
    seat.take({ from: 1, keys: [[200, 'a']] }, 800)
    expect(seat.log[1]).toEqual([200, 'a', 800 - 250 - 150])
  })

  it('[ALLOWANCE-6] keeps the smallest delay of its keys at the next node', () => {
    const seat = new KeyTypist('halo', 1_000)
    expect(seat.leastDelayMs).toBeUndefined()
    seat.take({ from: 0, keys: keysOf('ha') }, 230)
    expect(seat.leastDelayMs).toBe(30)
    const back = new KeyTypist('halo', 1_000, seat.log, { leastDelayMs: seat.leastDelayMs })
    back.take({ from: 2, keys: [[300, 'l']] }, 900)
    back.take({ from: 3, keys: [[400, 'o']] }, 1_000)
    expect(back.log[3]).toEqual([400, 'o', 920])
    expect(back.leastDelayMs).toBe(30)
  })

  it('[V1-8] knows which keys the cluster does not have yet, also after the cluster has lost some', () => {
    const seat = new KeyTypist('halo', 0)
    seat.take({ from: 0, keys: keysOf('ha') }, 300)
    const unsaved = seat.unsaved()
    expect(unsaved).toMatchObject({ from: 0, count: 2 })
    expect(seat.savedUpTo(2)).toBe(true)
    expect(seat.unsaved()).toBeUndefined()
    // Redis came back without its last second.
    expect(seat.savedUpTo(1)).toBe(true)
    expect(seat.unsaved()).toMatchObject({ from: 1, count: 1 })
    // More than was ever typed here: another writer's.
    expect(seat.savedUpTo(3)).toBe(false)

    const log = decodeKeys(unsaved?.encoded ?? '') as LoggedKey[]
    const back = new KeyTypist('halo', 0, log)
    expect(back.correct).toBe(2)
    expect(
      back.take(
        {
          from: 2,
          keys: [
            [300, 'l'],
            [400, 'o'],
          ],
        },
        450,
      ),
    ).toBeUndefined()
    expect(back.complete).toBe(true)
  })

  it('[V1-4] has a bound on the keys of a seat', () => {
    const seat = new KeyTypist('ha', 0)
    let from = 0
    let refused: string | undefined
    for (let at = 0; refused === undefined && at < 10_000; at += 64) {
      const keys = Array.from({ length: 64 }, () => [at, 'x'] as [number, string])
      refused = seat.take({ from, keys }, at + 1)?.refused
      from += 64
    }
    expect(refused).toBe('too_many_keys')
    expect(seat.log.length).toBeLessThanOrEqual(80)
  })
})
