import type { RaceView, ServerMessage } from '@ketik/protocol'
import { describe, expect, it } from 'vitest'
import { Conversation, refusal } from '../conversation.testkit.ts'

const snapshotOf = (
  race: RaceView,
  keys: readonly (readonly [number, string])[] = [],
  state: 'racing' | 'finished' = 'racing',
): ServerMessage => ({
  type: 'snapshot',
  race,
  ack: keys.length,
  keys,
  seats: [{ seat: 0, state, correct: keys.length, wpm: 50 }],
})

const viewOf = (player: Conversation): RaceView => player.link.race?.view ?? player.viewOf('none')

describe('after a drop', () => {
  it('[CLIENT-13] the player types on, and a snapshot asks for just the keys that are missing', () => {
    const player = new Conversation().race().type('sat').pass(100)
    player.tell({ on: 'closed', code: 1006 }).take()
    player.type('u d')
    expect(player.take()).toEqual([])
    expect(player.link.race?.typing.correct).toBe(6)
    expect(player.tell({ on: 'opened' }).take()).toMatchObject([
      { type: 'login', token: 'secret', race: 'r1' },
    ])
    const known = [
      [50, 's'],
      [100, 'a'],
    ] as const
    expect(
      player
        .welcomed()
        .hear(snapshotOf(viewOf(player), known))
        .take(),
    ).toMatchObject([
      {
        type: 'keys',
        from: 2,
        keys: [
          [150, 't'],
          [300, 'u'],
          [350, ' '],
          [400, 'd'],
        ],
      },
    ])
  })

  it('[CLIENT-14] a program that was started anew replays its keys and goes on', () => {
    const player = new Conversation().login()
    const keys = [
      [100, 's'],
      [200, 'a'],
    ] as const
    player.takeEffects()
    player.hear(snapshotOf(player.viewOf('satu', -1_000), keys))
    expect(player.link.race).toMatchObject({ count: 0, typing: { correct: 2 } })
    expect(player.takeNotices()).toContainEqual({ on: 'resumed', wasKnown: false, isSeatDone: false })
    expect(player.type('t').pass(100).take()).toMatchObject([{ from: 2, keys: [[1_050, 't']] }])
  })

  it('[CLIENT-13] a seat that no node holds any more is lost', () => {
    const player = new Conversation().race().type('sat').dropAndReturn()
    player.takeEffects()
    expect(player.pass(2_900).takeNotices()).toEqual([])
    expect(player.pass(200).takeNotices()).toEqual([{ on: 'seat-lost' }])
    expect(player.link.race?.lost).toBe(true)
    expect(player.tell({ on: 'ask-race', wish: {} }).take()).toEqual([{ type: 'req_matchmaking' }])
  })

  it('[CLIENT-18] a race whose others still type is resumed, and one whose standings are there is not named', () => {
    const player = new Conversation().race('satu').type('satu')
    player.hear({ type: 'game_over', race: 'r1', result: 'won', place: 1 })
    player.tell({ on: 'closed', code: 1006 }).pass(0).take()
    expect(player.tell({ on: 'opened' }).take()).toMatchObject([{ type: 'login', race: 'r1' }])
    const keys = player.link.race?.outbox.keys ?? []
    player.welcomed().hear(snapshotOf(viewOf(player), keys, 'finished'))
    expect(player.takeNotices()).toContainEqual({ on: 'resumed', wasKnown: true, isSeatDone: true })
    expect(player.pass(10_000).link.race).toMatchObject({ lost: false, standings: null })
    player.hear({ type: 'race_over', race: 'r1', standings: [] })
    player.tell({ on: 'closed', code: 1006 }).pass(0).take()
    const [login] = player.tell({ on: 'opened' }).take()
    expect(login).not.toHaveProperty('race')
  })

  it('[CLIENT-18] a race that is over does not end the wait for another, and one that is on does', () => {
    const player = new Conversation().race('satu').type('satu')
    player.hear({ type: 'game_over', race: 'r1', result: 'won', place: 1 })
    player.tell({ on: 'ask-race', wish: { room: 'kopi' } })
    const view = viewOf(player)
    player.tell({ on: 'closed', code: 1006 }).pass(0).take()
    const [login] = player.tell({ on: 'opened' }).take()
    expect(login).not.toHaveProperty('race')
    expect(player.welcomed().take()).toEqual([{ type: 'req_matchmaking', room: 'kopi' }])
    player.hear(snapshotOf(view, [], 'finished')).pass(10_000)
    expect(player.link).toMatchObject({ queue: { wish: { room: 'kopi' } }, race: { lost: false } })
    player.hear(snapshotOf(player.viewOf('dua', 0, 'r2')))
    expect(player.link).toMatchObject({ queue: null, race: { view: { id: 'r2' } } })
  })
})

describe('a race that the player left', () => {
  /** The player leaves while the connection is there, or after it has dropped; then the server sends a snapshot. */
  const broughtBack = (leftWhile: 'online' | 'away', asks = false) => {
    const player = new Conversation().race().type('sat')
    const view = viewOf(player)
    if (leftWhile === 'online') player.tell({ on: 'leave-race' }).tell({ on: 'closed', code: 1006 })
    else player.tell({ on: 'closed', code: 1006 }).tell({ on: 'leave-race' })
    if (asks) player.tell({ on: 'ask-race', wish: { lang: 'en' } })
    player.pass(0).tell({ on: 'opened' }).take()
    return player.welcomed().hear(snapshotOf(view))
  }

  it.each(['online', 'away'] as const)('[CLIENT-17] does not come back: left while %s', leftWhile => {
    const player = broughtBack(leftWhile)
    expect(player.take()).toEqual([{ type: 'leave_race' }])
    player.hear({ type: 'game_over', race: 'r1', result: 'lost' })
    expect([player.take(), player.link.race]).toEqual([[], null])
  })

  it('[CLIENT-17] does not keep the player out of the next one', () => {
    const player = broughtBack('away', true)
    const asked = { type: 'req_matchmaking', lang: 'en' }
    expect(player.take()).toEqual([asked, { type: 'leave_race' }])
    expect(player.hear(refusal('already_racing')).takeNotices()).toEqual([])
    expect(player.hear({ type: 'game_over', race: 'r1', result: 'lost' }).take()).toEqual([asked])
  })
})
