import { decodeKeys } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { KeyTypist } from './key-typist.ts'

describe('releases that come with keys', () => {
  it('[HONESTY-11] are noted once; those of unknown keys, before the press or after the arrival are ignored', () => {
    const seat = new KeyTypist('halo', 500)
    const keys: [number, string][] = [
      [100, 'h'],
      [200, 'a'],
      [300, 'l'],
    ]
    const ups: [number, number][] = [
      [0, 180],
      [0, 190],
      [1, 199],
      [2, 401],
      [3, 350],
      [99, 350],
    ]
    expect(seat.take({ from: 0, keys, ups }, 350)).toBeUndefined()
    expect(seat.log).toEqual([
      [100, 'h', 100, 180],
      [200, 'a'],
      [300, 'l'],
    ])
    expect(seat.correct).toBe(3)
  })

  it('[HONESTY-11] of a batch that is refused are not noted', () => {
    const seat = new KeyTypist('halo', 500)
    seat.take({ from: 0, keys: [[100, 'h']] }, 150)
    expect(seat.take({ from: 0, keys: [[100, 'h']], ups: [[0, 140]] }, 200)).toMatchObject({
      refused: 'keys_repeated',
    })
    expect(seat.log).toEqual([[100, 'h']])
  })

  it('[HONESTY-12] are stored with the log, also those that come after their key was stored', () => {
    const seat = new KeyTypist('halo', 500)
    seat.take({ from: 0, keys: [[100, 'h']] }, 150)
    const first = seat.unsaved()
    // Released while the checkpoint is on its way.
    seat.take({ from: 1, keys: [[210, 'a']], ups: [[0, 180]] }, 250)
    seat.savedUpTo(1)
    seat.take({ from: 2, keys: [[320, 'l']], ups: [[1, 300]] }, 350)
    const second = seat.unsaved()
    expect(second).toMatchObject({ from: 1, count: 2 })
    seat.savedUpTo(3)
    const stored = decodeKeys(`${first?.encoded}${second?.encoded}`)
    expect(stored).toEqual([
      [100, 'h', 100, 180],
      [210, 'a', 210, 300],
      [320, 'l'],
    ])
    expect(new KeyTypist('halo', 500, stored).log).toEqual(seat.log)
    expect(seat.unsaved()).toBeUndefined()
  })

  it('[HONESTY-12] are stored once if Redis answers late', () => {
    const seat = new KeyTypist('ha', 500)
    seat.take({ from: 0, keys: [[100, 'h']] }, 150)
    const stored = seat.unsaved()?.encoded ?? ''
    seat.savedUpTo(1)
    seat.take({ from: 1, keys: [[210, 'a']], ups: [[0, 180]] }, 250)
    const sentTwice = [seat.unsaved(), seat.unsaved()].map(checkpoint => checkpoint?.encoded)
    expect(sentTwice[0]).toBe(sentTwice[1])
    expect(decodeKeys(`${stored}${sentTwice[0]},[0,999]`)[0]).toEqual([100, 'h', 100, 180])
  })
})
