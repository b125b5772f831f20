import { describe, expect, it } from 'vitest'
import { boardOf, Game } from '../game.testkit.ts'

const BOARD = boardOf()
const UNCONFIRMED = { do: 'quit', problem: expect.stringContaining('did not confirm') }

const piped = () => new Game({ canRace: false }).enter()
/** The lines, then the end of the input. */
const ended = (game: Game, ...lines: readonly string[]) => {
  for (const text of [...lines, '/quit']) game.tell({ on: 'submit', text })
  return game
}

describe('the end of the input', () => {
  it('[TERMINAL-43] is the end once the server has answered what was sent before', () => {
    const game = ended(piped(), 'satu', '/board week')
    expect(game.did('quit')).toEqual([])
    expect(game.sent()).toMatchObject([
      { type: 'login' },
      { type: 'chat', text: 'satu' },
      { type: 'req_leaderboard', window: 'week' },
      { type: 'req_leaderboard' },
    ])
    expect(game.hear(BOARD).did('quit')).toEqual([])
    expect(game.screen()).toContain('Leaderboard, this week')
    expect(game.hear(BOARD).did('quit')).toEqual([{ do: 'quit' }])
    expect(game.state.refused).toBe(false)
  })

  it('[TERMINAL-43] does not take the leaderboard that greets a login for the answer', () => {
    const game = new Game({ canRace: false }).tell({ on: 'start' }).tell({ on: 'opened' })
    game.hear({
      type: 'welcome',
      v: 1,
      username: 'Ani',
      token: 't',
      node: 'n',
      now: 1,
      online: 1,
      graceMs: 1,
    })
    expect(ended(game, 'satu').hear(BOARD).did('quit')).toEqual([])
    expect(game.hear(BOARD).did('quit')).toEqual([{ do: 'quit' }])
  })

  it('[TERMINAL-51] hears of a line that the server refuses', () => {
    const game = ended(piped(), 'satu')
    game.hear({ type: 'error', code: 'chat_too_long', message: 'At most 300.', retryable: false }, BOARD)
    expect(game.did('quit')).toEqual([{ do: 'quit' }])
    expect(game.state.refused).toBe(true)
    expect(game.screen()).toContain('At most 300.')
  })

  it.each(['/hlep', '/race', '/board year'])('[TERMINAL-51] a line that this program refuses: %s', line => {
    expect(ended(piped(), line).hear(BOARD).state.refused).toBe(true)
  })

  it('[TERMINAL-43] takes no further line, and asks once', () => {
    const game = ended(piped())
    game.sent()
    expect(ended(game, 'terlambat').sent()).toEqual([])
  })

  it('[TERMINAL-43] waits for no answer longer than 5 s of its own time', () => {
    const game = ended(piped(), 'satu').pass(4_500)
    expect(game.did('quit')).toEqual([])
    expect(game.pass(1_000).did('quit')).toEqual([UNCONFIRMED])
  })

  it('[TERMINAL-51] is a problem when the connection ends before the answer', () => {
    expect(ended(piped(), 'satu').tell({ on: 'closed' }).did('quit')).toEqual([UNCONFIRMED])
  })

  it('[TERMINAL-51] is a problem when the node has lost the cluster, and can refuse chat later', () => {
    const game = ended(piped(), 'satu').hear({ type: 'cluster', state: 'reconnecting' }, BOARD)
    expect(game.did('quit')).toEqual([])
    expect(game.pass(6_000).did('quit')).toEqual([UNCONFIRMED])
  })
})
