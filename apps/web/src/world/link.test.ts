import { CLOSE, decodeServerMessage } from '@ketik/protocol'
import { describe, expect, it } from 'vitest'
import { Conversation } from './conversation.testkit.ts'

describe('the connection', () => {
  it('[CLIENT-8] comes back at once, then after growing waits', () => {
    const player = new Conversation().login()
    player.chance = 1
    const waits: (number | undefined)[] = []
    for (let attempt = 0; attempt < 8; attempt++) {
      player.tell({ on: 'closed', code: 1006 })
      waits.push(player.dueIn('reconnect'))
      player.pass(waits.at(-1) ?? 0)
      expect(player.world.link.connection.phase).toBe('connecting')
    }
    expect(waits).toEqual([0, 250, 500, 1_000, 2_000, 2_500, 2_500, 2_500])
  })

  it('[CLIENT-9] stays away when the close code says so', () => {
    const player = new Conversation().login().tell({ on: 'closed', code: CLOSE.taken_over })
    expect(player.world.link.connection).toEqual({ phase: 'closed', code: CLOSE.taken_over })
    expect(player.dueIn('reconnect')).toBeUndefined()
    expect(player.tell({ on: 'reconnect' }).world.link.connection.phase).toBe('connecting')
  })

  it('[WEB-6] rests after idling, and comes back when the person stirs', () => {
    const player = new Conversation().login().tell({ on: 'closed', code: CLOSE.idle })
    expect(player.world.link.connection.phase).toBe('resting')
    expect(player.tell({ on: 'stir' }).world.link.connection.phase).toBe('connecting')
  })

  it('[WEB-6] comes back at once when the device finds a network', () => {
    const player = new Conversation().login().tell({ on: 'network', up: false })
    for (let attempt = 0; attempt < 5; attempt++) player.tell({ on: 'closed', code: 1006 })
    expect(player.world).toMatchObject({ hasNetwork: false, link: { connection: { phase: 'away' } } })
    expect(player.tell({ on: 'network', up: true }).world.link.connection.phase).toBe('connecting')
  })

  it('[CLIENT-10] that falls silent, or never opens, is given up for another', () => {
    const silent = new Conversation().login()
    silent.answersPings = false
    silent.pass(12_000)
    expect(silent.world.link.connection.phase).toBe('connecting')
    const stuck = new Conversation().start().pass(8_000)
    expect(stuck.takeEffects().filter(effect => effect.do === 'connect')).toHaveLength(2)
  })

  it('[CLIENT-11] moves to another node at its own moment of the time given', () => {
    const player = new Conversation().login()
    player.chance = 0.25
    player.hear({ type: 'move', withinMs: 8_000 })
    expect(player.world.notice).toEqual({ kind: 'moving' })
    player.takeEffects()
    player.pass(1_999)
    expect(player.world.link.connection.phase).toBe('online')
    player.pass(1)
    expect(player.takeEffects().map(effect => effect.do)).toEqual(
      expect.arrayContaining(['close', 'connect']),
    )
    expect(player.tell({ on: 'opened' }).take()).toMatchObject([{ type: 'login', token: 'secret' }])
  })

  it('[WEB-11] shows garbage as a sentence and goes on; messages of a later version are passed over', () => {
    const player = new Conversation().login()
    for (const frame of ['{', '7', '[]', '{"type":7}', '{"type":"chat","from":1}', '{"status":"matched"}'])
      expect(
        player.tell({ on: 'dismiss' }).tell({ on: 'received', message: decodeServerMessage(frame) }).world
          .notice,
      ).toEqual({
        kind: 'garbage',
      })
    player.tell({ on: 'dismiss' }).hear({ type: 'spectators', count: 3 })
    expect(player.world.notice).toBeNull()
    player.hear({ type: 'chat', from: 'Ani', text: 'halo', at: 1 })
    expect(player.world.lines).toMatchObject([{ from: 'Ani', text: 'halo' }])
  })

  it('[WEB-16] the lobby keeps a bounded past, and a new login brings the history anew', () => {
    const player = new Conversation().login()
    for (let at = 0; at < 300; at++) player.hear({ type: 'chat', from: 'Ani', text: `${at}`, at })
    expect(player.world.lines).toHaveLength(200)
    player.hear({ type: 'presence', event: 'leave', username: 'Ani', online: 1 })
    expect(player.world.lines.at(-1)).toMatchObject({ line: 'leave', username: 'Ani' })
    expect(player.world.link.online).toBe(1)
    player.tell({ on: 'closed', code: 1006 }).pass(0).tell({ on: 'opened' }).hear(player.welcome())
    expect(player.world.lines).toEqual([])
  })
})
