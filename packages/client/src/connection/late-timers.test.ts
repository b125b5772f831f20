import { describe, expect, it } from 'vitest'
import { Conversation } from '../conversation.testkit.ts'

const MINUTE_MS = 60_000

/** A hidden tab, a stopped process or a machine that slept: timers fire a minute late, messages arrive as ever. */
const late = (): Conversation => {
  const player = new Conversation()
  player.timersLateMs = MINUTE_MS
  return player
}

const hasClosed = (player: Conversation): boolean =>
  player.takeEffects().some(effect => effect.do === 'close')

describe('with timers that fire a minute late', () => {
  it('[CLIENT-16] the client keeps its connection and its place in the queue', () => {
    const player = late()
      .login()
      .tell({ on: 'ask-race', wish: { lang: 'en' } })
    player.takeEffects()
    player.pass(30 * MINUTE_MS)
    expect(player.link).toMatchObject({ connection: { phase: 'online' }, queue: { wish: { lang: 'en' } } })
    expect(hasClosed(player)).toBe(false)
  })

  it('[CLIENT-16] a race keeps its connection, and its text opens with the first key after the start', () => {
    const player = late().login().matched()
    player.takeEffects()
    player.pass(3_500)
    expect(player.link.race?.count).toBe(3)
    expect(player.type('sat').link.race).toMatchObject({ count: 0, typing: { correct: 3 } })
    expect(hasClosed(player.pass(10 * MINUTE_MS))).toBe(false)
  })

  it('[CLIENT-16] a client that comes back waits for its snapshot', () => {
    const player = late().login().matched().pass(3_500).type('sa').tell({ on: 'closed', code: 1006 })
    player.pass(MINUTE_MS).tell({ on: 'opened' }).welcomed()
    expect(player.pass(2 * MINUTE_MS).link.race).toMatchObject({ lost: false })
  })

  it('[CLIENT-16] a slow login is not given up', () => {
    const player = late()
      .start()
      .pass(2 * MINUTE_MS)
      .tell({ on: 'opened' })
    expect(player.pass(2 * MINUTE_MS).welcomed().link.connection.phase).toBe('online')
    expect(player.takeConnects()).toHaveLength(1)
  })

  it('[CLIENT-16] a dead connection is given up all the same', () => {
    const player = late().login()
    player.answersPings = false
    player.takeEffects()
    expect(hasClosed(player.pass(20 * MINUTE_MS))).toBe(true)
  })
})

describe('a connection whose node is frozen', () => {
  const givenUpAfter = (player: Conversation): number => {
    player.takeEffects()
    player.answersPings = false
    const { now } = player
    while (player.now < now + MINUTE_MS && !hasClosed(player.pass(10)));
    return player.now - (player.link.pong?.at ?? 0)
  }

  it('[CLIENT-10] is given up after 9 s without a message, and after 4 s in a race', () => {
    expect(givenUpAfter(new Conversation().login().pass(30_020))).toBeCloseTo(9_000, -2)
    expect(givenUpAfter(new Conversation().login().matched().pass(20_020))).toBeCloseTo(4_000, -2)
  })

  it('[CLIENT-10] is not pinged again and again within one instant', () => {
    const player = new Conversation().login()
    const { now } = player
    player.link = { ...player.link, silence: { ranMs: 9_000 - 1e-9, countedUntil: now, dueAt: now } }
    expect(player.tell({ on: 'timer', timer: 'ping' }).dueIn('ping')).toBe(1)
  })

  it('[CLIENT-10] and another that answers no login, after 4 s in a race', () => {
    const player = new Conversation().race().tell({ on: 'closed', code: 1006 }).pass(0)
    player.takeEffects()
    expect(hasClosed(player.pass(3_900))).toBe(false)
    expect(hasClosed(player.pass(200))).toBe(true)
  })
})
