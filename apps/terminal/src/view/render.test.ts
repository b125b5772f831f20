import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Game, OFFSET_MS, raceOf, TEXT } from '../game.testkit.ts'
import { en } from '../words/en.ts'
import { id } from '../words/id.ts'
import { render } from './render.ts'
import { lineWidth, type Span } from './span.ts'

const WIDE =
  'Kucing 猫 melompati 狗 yang tidur 👩‍💻 dan cafe\u0301 한국어 panjang sekali-sekali-sekali-sekali ya'
const names = ['Ani', '日本の速い人たち', 'Budi', '👨‍👩‍👧‍👦 keluarga besar', 'Citra', 'Dewi', 'Eka', 'Fajar']

const states: readonly (readonly [what: string, game: () => Game])[] = [
  ['connecting', () => new Game().tell({ on: 'start' })],
  ['lobby', () => new Game().enter().hear({ type: 'chat', from: names[1], text: WIDE, at: 1 }).type(WIDE)],
  ['countdown', () => new Game().enter().matched(raceOf(1_000_000 + OFFSET_MS + 3_000, WIDE, names))],
  [
    'race',
    () =>
      new Game()
        .enter()
        .matched(raceOf(1_000_000 + OFFSET_MS, WIDE, names))
        .pass(1)
        .type('Kucing 猫xxxx'),
  ],
  [
    'result',
    () =>
      new Game()
        .enter()
        .matched(raceOf(1_000_000 + OFFSET_MS, TEXT, names))
        .pass(1)
        .type(TEXT, 80),
  ],
  ['scrolled', () => new Game().enter().submit('/help').submit('/board').press('page-up', 'page-up')],
]

describe.each(states)('%s', (_, make) => {
  it('[TERMINAL-18] fills every screen exactly, and has its cursor on it', () => {
    const game = make()
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 40 }), (cols, rows) => {
        const { lines, cursor } = render(game.state, { cols, rows }, game.now)
        expect(lines).toHaveLength(rows)
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(cols)
        if (cursor === null) return
        expect(cursor.row).toBeGreaterThanOrEqual(0)
        expect(cursor.row).toBeLessThan(rows)
        expect(cursor.col).toBeLessThan(cols)
      }),
      { seed: 7, numRuns: 120 },
    )
  })
})

const spansOf = (game: Game, style: Span['style']) =>
  render(game.state, { cols: 80, rows: 24 }, game.now)
    .lines.flat()
    .filter(span => span.style === style)
    .map(({ text }) => text)

describe('the text of a race', () => {
  it('[TERMINAL-9] shows what is typed, wrong and left, in its place', () => {
    const game = new Game().enter().matched().pass(3_500).type('the kwi')
    expect(spansOf(game, 'typed')).toEqual(['the '])
    expect(spansOf(game, 'wrong')).toEqual(['qui'])
    expect(spansOf(game, 'rest')).toEqual(['ck fox'])
    expect(game.screen()).toContain(`\n ${TEXT}\n`)
    expect(game.screen()).toContain('wrong: Backspace')
    const { lines, cursor } = render(game.state, { cols: 80, rows: 24 }, game.now)
    const row = lines.findIndex(line => line.some(({ style }) => style === 'typed'))
    expect(cursor).toEqual({ row, col: 1 + 'the qui'.length })
  })

  it('[TERMINAL-9] shows what is typed wrong past its end', () => {
    const game = new Game().enter().matched().pass(3_000).type('the quick foyz')
    expect(spansOf(game, 'wrong')).toEqual(['xz'])
  })

  it('[TERMINAL-50] keeps the caret in sight of a text that is longer than the screen', () => {
    const text = Array.from({ length: 90 }, (_, index) => `kata${index}`).join(' ')
    const game = new Game()
      .enter()
      .matched(raceOf(1_000_000 + OFFSET_MS, text))
      .pass(1)
    game.type(text.slice(0, 400))
    const screen = game.screen({ cols: 40, rows: 10 })
    expect(screen).toContain(text.slice(395, 400))
    expect(screen).not.toContain('kata0 ')
  })

  it('[TERMINAL-19] is shown without what a terminal would obey', () => {
    const game = new Game()
      .enter()
      .matched(raceOf(1_000_000 + OFFSET_MS, 'a\u001b[2Jb\u202ec'))
      .pass(1)
    expect(game.screen()).toContain('a\ufffd[2Jb\ufffdc')
  })
})

describe('bars', () => {
  const game = () =>
    new Game()
      .enter()
      .matched(raceOf(1_000_000 + OFFSET_MS, TEXT, ['Ani', 'Budi', 'Citra']))
      .pass(1)

  it('[TERMINAL-10] follow the ticks, with one’s own first', () => {
    const race = game().type('the', 100)
    race.hear({ type: 'tick', race: 'r1', seats: [[2, 13, 88]] })
    const [own, budi, citra] = race
      .rows()
      .filter(row => row.includes('wpm'))
      .slice(1)
    expect(own).toMatch(/^ Ani +█+░+ +23% +\d+ wpm$/)
    expect(budi).toMatch(/^ Budi +░+ +0% +0 wpm$/)
    expect(citra).toMatch(/^ Citra +█+ +100% +88 wpm$/)
  })

  it('[TERMINAL-10] mark the racers who are away, done or gone', () => {
    const race = game()
    const seat = { type: 'seat', race: 'r1', correct: 3, wpm: 70 }
    race.hear({ ...seat, seat: 1, state: 'away' }, { ...seat, seat: 2, state: 'left' })
    expect(race.screen()).toMatch(/Budi .*away\n Citra .*left/)
    race.hear({ ...seat, seat: 1, state: 'racing' }, { ...seat, seat: 2, state: 'finished', place: 1 })
    expect(race.screen()).toMatch(/Budi .*wpm\n Citra .*#1/)
  })
})

describe('a result', () => {
  it('[TERMINAL-11] has one’s own figures at once, and everybody’s when the race is over', () => {
    const game = new Game().enter().matched().pass(3_000).type(TEXT, 100)
    expect(game.screen()).toMatch(
      /place pending · 120\.0 wpm · raw 130\.0 · accuracy 100\.0 % · consistency \d+\.\d/,
    )
    game.hear({ type: 'game_over', result: 'lost', place: 2, race: 'r1' })
    expect(game.screen()).toContain('place 2 of 2 · 120.0 wpm')
    const standings = [
      {
        seat: 1,
        username: 'Budi',
        state: 'finished',
        place: 1,
        wpm: 130,
        raw: null,
        accuracy: null,
        consistency: null,
      },
      {
        seat: 0,
        username: 'Ani',
        state: 'finished',
        place: 2,
        wpm: 119.5,
        raw: 129,
        accuracy: 0.9,
        consistency: 80,
        offlineMs: 12_400,
      },
    ]
    game.hear({ type: 'race_over', race: 'r1', standings })
    const screen = game.screen()
    expect(screen.replace(/\s+/g, ' ')).toContain(
      'place 2 of 2 · 119.5 wpm · raw 129.0 · accuracy 90.0 % · consistency 80.0 · 12.4 s offline',
    )
    expect(screen).toMatch(/1\. Budi +130\.0 +– +– +– +done\n +2\. Ani +119\.5 +129\.0 +90\.0 % +80\.0 +done/)
  })

  it.each([
    [{ result: 'won', reason: 'opponent_left', place: 1 }, 'You won! Everyone else left.'],
    [{ result: 'lost', reason: 'timeout' }, 'Race over. Time ran out.'],
    [{ result: 'lost', reason: 'implausible' }, 'looks automated'],
    [{ result: 'cancelled', reason: 'cancelled' }, 'The race was cancelled.'],
    [{ result: 'won', reason: 'finish', wpm: 82, winner: 'Ani', leaderboard: [] }, 'You won!'],
    [{ result: 'draw', reason: 'timeout', wpm: 40, winner: null }, 'A draw. Time ran out.'],
  ])('[TERMINAL-11] gives the reason: %o', (outcome, told) => {
    const game = new Game().enter().matched().pass(3_000).type('the')
    game.hear({ type: 'game_over', race: 'r1', ...outcome })
    expect(game.screen()).toContain(told)
  })

  it('[CLIENT-19] shows one speed: the server’s, as soon as it is known, in every place', () => {
    const game = new Game().enter().matched().pass(3_000).type(TEXT, 100)
    game.hear(
      { type: 'seat', race: 'r1', seat: 0, state: 'finished', correct: TEXT.length, wpm: 109.3, place: 1 },
      { type: 'seat', race: 'r1', seat: 1, state: 'finished', correct: TEXT.length, wpm: 88.8, place: 2 },
      { type: 'game_over', race: 'r1', result: 'won', reason: 'finish', place: 1, wpm: 109 },
      {
        type: 'tick',
        race: 'r1',
        seats: [
          [0, 13, 110],
          [1, 13, 87],
        ],
      },
    )
    expect(game.screen().match(/109\.3/g)).toHaveLength(2)
    expect(game.screen()).toMatch(/2\. Budi +88\.8 /)
    expect(game.screen()).not.toMatch(/110|87/)
  })

  it('[CLIENT-20] the loser of a duel may type on, with a server that names the reason too', () => {
    const game = new Game().enter().matched().pass(3_000).type('the', 50)
    game
      .hear({ type: 'game_over', result: 'lost', reason: 'finish', race: 'r1', place: 2 })
      .type(' quick fox', 50)
    expect(game.state.link.race?.own).toMatchObject({ complete: true })
  })

  it('[CLIENT-20] the loser of a duel may type on', () => {
    const game = new Game().enter().matched().pass(3_000).type('the', 50)
    game.hear({ type: 'game_over', result: 'lost', race: 'r1', place: 2 }).type(' quick fox', 50)
    expect(game.state.link.race?.own?.complete).toBe(true)
  })
})

it.each([en, id])('[TERMINAL-18] hints fit in 80 columns: %#', words => {
  const hints = Object.entries(words).filter(([name]) => name.startsWith('hint'))
  const long = hints
    .map(([, hint]) =>
      typeof hint === 'function' ? (hint as (...given: number[]) => string)(99, 999) : hint,
    )
    .filter(hint => typeof hint === 'string' && hint.length > 80)
  expect(hints.length).toBeGreaterThan(5)
  expect(long).toEqual([])
})
