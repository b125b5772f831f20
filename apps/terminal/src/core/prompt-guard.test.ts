import { describe, expect, it } from 'vitest'
import { Game, TEXT } from '../game.testkit.ts'

const racing = () => {
  const game = new Game().enter().matched().pass(3_000).type('the', 100)
  game.sent()
  return game
}
const OVER = { type: 'game_over', result: 'won', reason: 'opponent_left', race: 'r1' }

/** Everything by which the text of a race can end while its racer types. */
const endings: readonly (readonly [string, (game: Game) => unknown])[] = [
  ['the own last key', game => game.type(TEXT.slice(3), 100)],
  ['an opponent who leaves', game => game.hear(OVER)],
  ['the deadline', game => game.hear({ ...OVER, result: 'draw', reason: 'timeout' })],
  ['standings', game => game.hear({ type: 'race_over', race: 'r1', standings: [] })],
  [
    'a seat that is lost',
    game => game.tell({ on: 'closed' }).pass(0).tell({ on: 'opened' }).welcomed().pass(3_000),
  ],
]

describe('after the text of a race', () => {
  it.each(endings)('[TERMINAL-40] that ended by %s, what is typed on is not chat', (_, end) => {
    const game = racing()
    end(game)
    game.type(' quick brown', 150).press('enter')
    expect(game.rows().at(-1)).toBe('>>')
    game.submit('/help')
    expect(game.sent('chat')).toEqual([])
    expect(game.state.talk.lines.at(-1)).toMatchObject({ line: 'note', urgent: false })
  })

  it('[TERMINAL-40] the prompt opens with a pause, and says so before', () => {
    const game = racing().hear(OVER).type(' quick', 400)
    expect(game.screen()).toContain('The race is over. Stop typing for a moment')
    game.pass(1_000)
    expect(game.screen()).not.toContain('Stop typing')
    expect(game.submit('gg').sent('chat')).toEqual([{ type: 'chat', text: 'gg' }])
  })

  it.each(['enter', 'escape'] as const)(
    '[TERMINAL-40] %s opens the prompt, and sends nothing that stood there',
    key => {
      const game = new Game().enter().type('belum selesai').matched().pass(3_000).type('the', 100)
      game.sent()
      game.hear(OVER).type(' quick').press(key)
      expect(game.sent('chat')).toEqual([])
      expect(game.rows().at(-1)).toBe('>> belum selesai')
      game.press('enter')
      expect(game.sent('chat')).toEqual([{ type: 'chat', text: 'belum selesai' }])
    },
  )

  it('[TERMINAL-40] a paste is not taken either', () => {
    const game = racing().hear(OVER)
    game.tell({ on: 'key', key: { key: 'paste', text: 'rahasia' } })
    expect(game.rows().at(-1)).toBe('>>')
  })

  it('[TERMINAL-40] a player who was at the prompt when it ended goes on writing', () => {
    const game = racing().press('tab').type('semoga ').hear(OVER).type('sukses').press('enter')
    expect(game.sent('chat')).toEqual([{ type: 'chat', text: 'semoga sukses' }])
  })
})

describe('Ctrl-C in a race', () => {
  it('[TERMINAL-45] asks once, and the second one leaves the race and the program', () => {
    const game = racing().press('interrupt')
    expect(game.did('quit')).toEqual([])
    expect(game.screen()).toContain('Press Ctrl-C again to leave the race')
    expect(game.screen({ cols: 30, rows: 4 })).toContain('Press Ctrl-C again')
    game.press('interrupt')
    expect(game.did('quit')).toEqual([{ do: 'quit' }])
    expect(game.sent('leave_race')).toHaveLength(1)
  })

  it('[TERMINAL-45] is forgotten with the next key', () => {
    const game = racing().press('interrupt').type(' ').press('interrupt')
    expect(game.did('quit')).toEqual([])
    expect(game.state.link.race?.typing.correct).toBe(4)
  })

  it('[TERMINAL-45] is asked in the countdown too, and of Ctrl-D at the prompt', () => {
    const game = new Game().enter().matched().press('interrupt')
    expect(game.did('quit')).toEqual([])
    const aside = racing().press('tab', 'end-of-input')
    expect(aside.did('quit')).toEqual([])
    expect(aside.press('interrupt').did('quit')).toHaveLength(1)
  })

  it('[TERMINAL-45] is not asked outside of one, nor once the text is complete', () => {
    expect(new Game().enter().press('interrupt').did('quit')).toHaveLength(1)
    expect(racing().press('interrupt').hear(OVER).press('interrupt').did('quit')).toHaveLength(1)
    expect(racing().type(TEXT.slice(3)).press('interrupt').did('quit')).toHaveLength(1)
  })
})
