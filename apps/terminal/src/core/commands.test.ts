import { describe, expect, it } from 'vitest'
import { Game } from '../game.testkit.ts'
import { nearestCommand } from './nearest-command.ts'

const lobby = () => {
  const game = new Game().enter()
  game.sent()
  return game
}
const lastNote = (game: Game) => {
  const last = game.state.talk.lines.at(-1)
  return last?.line === 'note' ? last.text : undefined
}

describe('a line that begins with /', () => {
  it.each(['/hlep', '/', '/msg Budi rahasia', '/RACES', ' /quti now', '/etc/passwd', '/👋'])(
    '[TERMINAL-39] is never chat: %s',
    line => {
      const game = lobby().submit(line)
      expect(game.sent()).toEqual([])
      expect(lastNote(game)).toContain(`Unknown command ${line.trim().split(' ')[0]}.`)
      expect(lastNote(game)).toContain('Nothing was sent.')
    },
  )

  it('[TERMINAL-39] is never chat in a pipe either', () => {
    const game = lobby().tell({ on: 'submit', text: '\u200b/hlep\t' })
    expect(game.sent()).toEqual([])
    expect(lastNote(game)).toContain('Did you mean /help?')
  })

  it.each([
    ['/hlep', '/help'],
    ['/rce', '/race'],
    ['/RAce', '/race'],
    ['/boards', '/board'],
    ['/q', '/quit'],
    ['/exit', '/quit'],
    ['/', undefined],
    ['/password', undefined],
  ])('[TERMINAL-39] %s is nearest to %s', (typed, nearest) => {
    expect(nearestCommand(typed.toLowerCase())).toBe(nearest)
  })

  it('[TERMINAL-39] is chat when the / is doubled', () => {
    expect(lobby().submit('//help is a command').sent()).toEqual([
      { type: 'chat', text: '/help is a command' },
    ])
  })
})
