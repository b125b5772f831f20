import { describe, expect, it } from 'vitest'
import { boardOf, Game, raceOf } from '../game.testkit.ts'
import { paint } from '../shell/paint.ts'
import { cleanAround, isolated } from './isolate.ts'
import { render } from './render.ts'
import { fit, lineWidth, widthOf } from './span.ts'
import { wrapText } from './wrap.ts'

const NAME = 'שרה'
const TEXT = 'سلام 123, (ok) '
const painted = (game: Game, cols = 60): readonly string[] =>
  render(game.state, { cols, rows: 20 }, game.now).lines.map(line => paint(line, false))

describe('isolates', () => {
  it('[NAME-16] take no room, and stay whole where a text is cut', () => {
    expect(widthOf(isolated('abc'))).toBe(3)
    expect(fit(isolated('abcdef'), 4)).toBe('\u2068abc\u2069…')
    expect(fit(isolated('abc'), 5)).toBe('\u2068abc\u2069  ')
    expect(wrapText(`x${isolated('abcdef')}y`, 4)).toEqual(['x\u2068abc\u2069', '\u2068def\u2069y'])
    expect(isolated('\u2069a\u2068')).toBe('\u2068a\u2069')
    expect(cleanAround('a\u2069b\u2068c')).toBe('abc')
  })

  it('[NAME-16] surround every name and text in the lobby, each closed on its line', () => {
    const game = new Game().enter()
    game.hear(
      { type: 'chat', from: NAME, text: TEXT.repeat(12), at: 1 },
      { type: 'presence', event: 'join', username: NAME, online: 3 },
      { type: 'presence', event: 'leave', username: NAME, online: 2 },
    )
    game.submit('/board').hear(boardOf({ username: NAME }))
    for (const cols of [20, 60]) {
      const lines = painted(game, cols)
      expect(lines.join('\n').match(/\u2068שרה\u2069/g)?.length).toBeGreaterThanOrEqual(4)
      for (const line of lines)
        expect(line.replace(/\u2068[^\u2068\u2069]*\u2069/g, '')).not.toMatch(
          /[\u2068\u2069]|\p{sc=Arab}|\p{sc=Hebr}/u,
        )
    }
  })

  it('[NAME-16] surround the names on lanes and keep the width of a line', () => {
    const game = new Game().enter().matched(raceOf(0, 'abc', ['Ani', NAME]))
    const { lines } = render(game.state, { cols: 60, rows: 20 }, game.now)
    expect(lines.map(line => paint(line, false)).join('\n')).toContain(`\u2068${NAME}\u2069`)
    for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(60)
  })

  it('[NAME-17] an owner and an operator have a mark behind the name, outside of it', () => {
    const game = new Game().enter()
    game.hear(
      { type: 'chat', from: 'Dewi', text: 'satu', at: 1, owner: true },
      { type: 'chat', from: '[Ketik]', text: 'dua', at: 2, operator: true },
      { type: 'chat', from: 'Tamu', text: 'tiga', at: 3 },
    )
    expect(game.screen()).toContain('Dewi ✓: satu')
    expect(game.screen()).toContain('[Ketik] ★: dua')
    expect(game.screen()).toContain('Tamu: tiga')
    expect(painted(game).join('\n')).toContain('\u2068Dewi\u2069 ✓: ')
  })
})
