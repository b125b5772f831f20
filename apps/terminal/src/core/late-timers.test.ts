import { describe, expect, it } from 'vitest'
import { Game } from '../game.testkit.ts'

const MINUTE_MS = 60_000

/** A process that was stopped, or a machine that slept: timers fire a minute late, lines arrive as ever. */
const late = (): Game => {
  const game = new Game()
  game.timersLateMs = MINUTE_MS
  return game
}

const hasClosed = (game: Game): boolean => game.did('close').length > 0

describe('with timers that fire a minute late', () => {
  it('[CLIENT-16] the program keeps its connection and its place in the queue', () => {
    const game = late().enter().submit('/race en')
    game.effects.length = 0
    game.pass(30 * MINUTE_MS)
    expect(hasClosed(game)).toBe(false)
    expect(game.sent()).toEqual([])
    expect(game.state).toMatchObject({
      link: { connection: { phase: 'online' }, queue: { wish: { lang: 'en' } } },
    })
  })

  it('[CLIENT-16] a race keeps its connection, and its text opens with the first key after the start', () => {
    const game = late().enter().matched()
    game.effects.length = 0
    game.pass(3_500).type('the')
    expect(game.state.link.race).toMatchObject({ count: 0, typing: { correct: 3 } })
    expect(hasClosed(game.pass(10 * MINUTE_MS))).toBe(false)
  })

  it('[CLIENT-16] a program that comes back waits for its snapshot', () => {
    const game = late().enter().matched().pass(3_500).type('the').tell({ on: 'closed' })
    game
      .pass(MINUTE_MS)
      .tell({ on: 'opened' })
      .welcomed()
      .pass(2 * MINUTE_MS)
    expect(game.state.link.race).toMatchObject({ lost: false })
  })

  it('[CLIENT-16] a dead connection is given up all the same', () => {
    const game = late().enter()
    game.answersPings = false
    game.effects.length = 0
    expect(hasClosed(game.pass(20 * MINUTE_MS))).toBe(true)
  })
})

describe('a connection whose node is frozen', () => {
  const givenUpAfter = (game: Game): number => {
    game.effects.length = 0
    game.answersPings = false
    const { now } = game
    while (game.now < now + MINUTE_MS && !hasClosed(game)) game.pass(10)
    return game.now - (game.state.link.pong?.at ?? 0)
  }

  it('[CLIENT-10] is given up after 9 s without a line, and after 4 s in a race', () => {
    const idle = new Game().enter()
    expect(givenUpAfter(idle.pass(30_020))).toBeCloseTo(9_000, -2)
    const racing = new Game().enter().matched()
    expect(givenUpAfter(racing.pass(20_020))).toBeCloseTo(4_000, -2)
  })
})
