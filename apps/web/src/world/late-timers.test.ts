import { describe, expect, it } from 'vitest'
import { Conversation, matched, raceView } from './conversation.testkit.ts'

const MINUTE_MS = 60_000

/** In a hidden tab the browser fires timers once a minute; frames arrive as ever. */
const hidden = (): Conversation => {
  const player = new Conversation()
  player.timersLateMs = MINUTE_MS
  return player
}

const did = (player: Conversation): readonly string[] => player.takeEffects().map(effect => effect.do)

describe('with timers that fire a minute late', () => {
  it('[CLIENT-16] the page keeps its connection and its place in the queue', () => {
    const player = hidden()
      .login()
      .tell({ on: 'ask-race', wish: { lang: 'en' } })
    player.takeEffects()
    player.pass(30 * MINUTE_MS)
    expect(player.world).toMatchObject({
      link: { connection: { phase: 'online' }, queue: { wish: { lang: 'en' } } },
    })
    const effects = player.takeEffects()
    expect(effects.filter(effect => effect.do === 'close' || effect.do === 'connect')).toEqual([])
    expect(effects.flatMap(effect => (effect.do === 'send' ? [effect.message.type] : []))).toEqual(
      effects.filter(effect => effect.do === 'send').map(() => 'ping'),
    )
  })

  it('[CLIENT-16] a race keeps its connection, and its text opens with the first key after the start', () => {
    const player = hidden().login()
    player.hear(matched(raceView('satu dua', player.now + 3_000)))
    player.takeEffects()
    player.pass(3_500)
    expect(player.world.link.race?.count).toBe(3)
    player.type('sat')
    expect(player.world.link.race).toMatchObject({ count: 0, typing: { correct: 3 } })
    player.pass(10 * MINUTE_MS)
    expect(did(player)).not.toContain('close')
  })

  it('[CLIENT-16] a page that comes back waits for its snapshot', () => {
    const player = hidden().race('satu dua').type('sa').tell({ on: 'closed', code: 1006 })
    player
      .pass(MINUTE_MS)
      .tell({ on: 'opened' })
      .hear(player.welcome())
      .pass(2 * MINUTE_MS)
    expect(player.world.link.race).toMatchObject({ lost: false })
  })

  it('[CLIENT-16] a slow login is not given up', () => {
    const player = hidden()
      .start()
      .pass(2 * MINUTE_MS)
    player
      .tell({ on: 'opened' })
      .pass(2 * MINUTE_MS)
      .hear(player.welcome())
    expect(player.world.link.connection.phase).toBe('online')
    expect(did(player).filter(what => what === 'connect')).toHaveLength(1)
  })

  it('[CLIENT-16] a dead connection is given up all the same', () => {
    const player = hidden().login()
    player.answersPings = false
    player.takeEffects()
    player.pass(20 * MINUTE_MS)
    expect(did(player)).toContain('close')
  })
})

describe('a connection whose node is frozen', () => {
  const givenUpAfter = (player: Conversation): number => {
    player.takeEffects()
    player.answersPings = false
    const { now } = player
    while (player.now < now + MINUTE_MS && !did(player.pass(10)).includes('close'));
    return player.now - (player.world.link.pong?.at ?? 0)
  }

  it('[CLIENT-10] is given up after 9 s without a frame, and after 4 s in a race', () => {
    const idle = new Conversation().login()
    expect(givenUpAfter(idle.pass(30_020))).toBeCloseTo(9_000, -2)
    const racing = new Conversation().login()
    racing.hear(matched(raceView('satu dua', racing.now + 3_000))).pass(20_020)
    expect(givenUpAfter(racing)).toBeCloseTo(4_000, -2)
  })

  it('[CLIENT-10] and of another that answers no login, after 4 s in a race', () => {
    const racing = new Conversation().race('satu dua').tell({ on: 'closed', code: 1006 }).pass(0)
    racing.takeEffects()
    expect(did(racing.pass(3_900))).not.toContain('connect')
    expect(did(racing.pass(200))).toContain('close')
  })
})
