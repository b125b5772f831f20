import { describe, expect, it } from 'vitest'
import { Conversation } from './conversation.testkit.ts'

const upsOf = (player: Conversation) =>
  player
    .take()
    .flatMap(message => (message.type === 'keys' ? [{ from: message.from, ups: message.ups }] : []))

describe('the release of a key', () => {
  it('[HONESTY-14] goes out with the next keys, as an offset from the start', () => {
    const player = new Conversation().race('satu')
    player.pass(30).tell({ on: 'press', keys: ['s'], code: 'KeyS' })
    player.pass(40).tell({ on: 'press', keys: ['a'], code: 'KeyA' })
    player.pass(20).tell({ on: 'release', code: 'KeyS' })
    player.pass(60)
    expect(upsOf(player)).toEqual([{ from: 0, ups: [[0, 90]] }])
    player.tell({ on: 'release', code: 'KeyA' }).pass(200)
    expect(upsOf(player)).toEqual([])
    player.tell({ on: 'press', keys: ['t'] }).pass(100)
    expect(upsOf(player)).toEqual([{ from: 2, ups: [[1, 150]] }])
  })

  it('[HONESTY-14] belongs to the last key that a held key typed, and to no other', () => {
    const player = new Conversation().race('aab')
    for (let press = 0; press < 2; press++) player.pass(30).tell({ on: 'press', keys: ['a'], code: 'KeyA' })
    player.pass(10).tell({ on: 'release', code: 'KeyA' }).tell({ on: 'release', code: 'KeyA' })
    player.pass(100)
    expect(upsOf(player)).toEqual([{ from: 0, ups: [[1, 70]] }])
  })

  it('[HONESTY-14] of a key that typed nothing in the race is not sent', () => {
    const player = new Conversation().race('satu')
    player.tell({ on: 'release', code: 'Enter' }).type('s', 30).tell({ on: 'release', code: 'KeyS' })
    player.pass(200)
    expect(upsOf(player)).toEqual([{ from: 0, ups: undefined }])
  })
})
