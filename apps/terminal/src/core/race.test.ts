import { describe, expect, it } from 'vitest'
import { boardOf, Game, OFFSET_MS, raceOf, TEXT } from '../game.testkit.ts'

const racing = () => {
  const game = new Game().enter().matched().pass(3_000)
  game.sent()
  return game
}
const keysSent = (game: Game) => game.sent('keys').map(message => ('keys' in message ? message.keys : []))

describe('the start', () => {
  it('[CLIENT-3] counts down and opens by cluster time, without a message', () => {
    const game = new Game().enter().matched()
    const shown: string[] = []
    for (let ms = 0; ms < 3_000; ms += 500) {
      shown.push(/Starts in \d/.exec(game.screen())?.[0] ?? 'open')
      game.type('t').pass(500)
    }
    expect(shown).toEqual(['3', '3', '2', '2', '1', '1'].map(value => `Starts in ${value}`))
    expect(game.state.link.race).toMatchObject({ count: 0, outbox: { keys: [] } })
    expect(game.screen()).toContain('Go!')
    game.pass(120).type('t')
    expect(game.state.link.race?.outbox.keys).toEqual([[120, 't']])
  })

  it('[CLIENT-3] a match that comes after its start opens at once', () => {
    const game = new Game().enter()
    game.matched(raceOf(game.now + OFFSET_MS - 50))
    expect(game.state.link.race?.count).toBe(0)
  })

  it('[CLIENT-1] a slow pong moves the start by nothing', () => {
    const game = new Game().enter()
    for (const delayMs of [2, 900, 4, 700]) {
      // Stamped late on the way there: taken at its word, it would be off by half the delay.
      game.hear({
        type: 'pong',
        t: game.now - delayMs,
        now: game.now + OFFSET_MS - (delayMs > 9 ? 10 : delayMs / 2),
      })
    }
    game.matched(raceOf(game.now + OFFSET_MS + 1_000))
    expect(game.state.link.race?.offsetMs).toBeCloseTo(OFFSET_MS, 0)
  })
})

describe('keys', () => {
  it('[CLIENT-5] go out each 100 ms, numbered, with offsets from the start', () => {
    const game = racing().type('the ', 40)
    expect(game.sent('keys')).toEqual([
      {
        type: 'keys',
        race: 'r1',
        from: 0,
        keys: [
          [40, 't'],
          [80, 'h'],
          [120, 'e'],
        ],
      },
    ])
    game.pass(100)
    expect(game.sent('keys')).toMatchObject([{ from: 3, keys: [[160, ' ']] }])
    game.pass(1_000)
    expect(keysSent(game)).toEqual([])
  })

  it('[CLIENT-5] the one that completes the text does not wait', () => {
    const game = racing().type(TEXT.slice(0, -1), 50).pass(100)
    game.sent()
    game.type('x')
    expect(keysSent(game)).toEqual([[[700, 'x']]])
    expect(game.state.focus).toBe('prompt')
  })

  it('[CLIENT-5] at most 64 go in one batch', () => {
    const game = new Game().enter().matched(raceOf(1_000_000 + OFFSET_MS, 'a'.repeat(300)))
    game.sent()
    for (let i = 0; i < 150; i++) game.type('a')
    game.pass(100)
    expect(keysSent(game).map(({ length }) => length)).toEqual([64, 64, 22])
  })

  it.each(['keys_repeated', 'keys_out_of_order'] as const)(
    '[CLIENT-7] go again from `expected` on %s',
    code => {
      const game = racing().type('the q').pass(100)
      game.sent()
      game.hear({ type: 'error', code, message: '', retryable: true, expected: 3 })
      expect(game.sent('keys')).toMatchObject([
        {
          from: 3,
          keys: [
            [0, ' '],
            [0, 'q'],
          ],
        },
      ])
      expect(game.state.talk.lines.at(-1)).not.toMatchObject({ urgent: true })
    },
  )

  it('[CLIENT-7] from the future go again a moment later', () => {
    const game = racing().type('th').pass(100)
    game.sent()
    game.hear({ type: 'error', code: 'keys_in_future', message: '', retryable: false, expected: 0 })
    expect(keysSent(game)).toEqual([])
    game.pass(150)
    expect(game.sent('keys')).toMatchObject([{ from: 0 }])
  })

  it('[CLIENT-7] an acknowledgement lets none go before the race is over', () => {
    const game = racing().type('the', 50).pass(100)
    game.hear({ type: 'tick', race: 'r1', ack: 2, seats: [] })
    expect(game.state.link.race?.outbox).toMatchObject({ acked: 2, sent: 3 })
    expect(game.state.link.race?.outbox.keys).toHaveLength(3)
  })

  it('[CLIENT-6] are what a racer presses: no Enter, no paste, no erasing of nothing', () => {
    const game = racing().press('enter', 'backspace', 'erase-word', 'left')
    game.tell({ on: 'key', key: { key: 'paste', text: TEXT } })
    game.type('tx').press('backspace').type('h').press('erase-word').pass(100)
    expect(game.sent('keys')).toMatchObject([
      {
        keys: [
          [0, 't'],
          [0, 'x'],
          [0, '\b'],
          [0, 'h'],
          [0, '\u0017'],
        ],
      },
    ])
  })
})

it('[RACE-62] typographic quotes, dashes and spaces are typed as the text has them', () => {
  const text = `"it's" a-b c`
  const game = new Game().enter().matched(raceOf(1_000_000 + OFFSET_MS, text))
  game.sent()
  game.type('“it’s”\u00a0a—b\u202fc')
  expect(game.state.link.race?.own).toMatchObject({ complete: true, accuracy: 1 })
  expect(
    keysSent(game)
      .flat()
      .map(([, key]) => key)
      .join(''),
  ).toBe(text)
})

it('[TERMINAL-38] what is pasted is no key of a race, and the racer sees why', () => {
  const game = racing()
  for (let i = 0; i < 3; i++) game.tell({ on: 'key', key: { key: 'paste', text: TEXT } })
  expect(game.state.link.race?.typing.correct).toBe(0)
  expect(game.screen().match(/Pasted text does not count/g)).toHaveLength(1)
})

it('[TERMINAL-12] Tab goes to the prompt and back, and the line there is kept', () => {
  const game = new Game().enter().type('nanti la').matched().pass(3_000).type('the')
  expect(game.rows().at(-1)).toBe('>> nanti la')
  game.press('tab').type('gi').press('enter')
  expect(game.sent('chat')).toEqual([{ type: 'chat', text: 'nanti lagi' }])
  game.press('tab').type(' q')
  expect(game.state.link.race?.typing.correct).toBe(5)
  game.press('tab').submit('/leave')
  expect(game.sent('leave_race')).toHaveLength(1)
  expect(game.state.link.race).toBeNull()
})

it('[TERMINAL-11] the leaderboard is asked for again once the race is over', () => {
  const game = racing().type(TEXT, 100)
  game.hear({ type: 'game_over', result: 'won', place: 1, race: 'r1' }, boardOf())
  const own = {
    seat: 0,
    username: 'Ani',
    state: 'finished',
    place: 1,
    wpm: 111.1,
    raw: 112.2,
    accuracy: 0.95,
    consistency: 88,
  }
  const other = { seat: 1, username: 'Budi', state: 'left' }
  game.hear({ type: 'race_over', race: 'r1', standings: [own, other] })
  game.sent()
  game.pass(10_000)
  expect(game.sent('req_leaderboard')).toHaveLength(2)
  game.hear(boardOf({ wpm: 111.1, accuracy: 0.95 }))
  expect(game.screen()).toContain('place 1 of 2 · 111.1 wpm · raw 112.2 · accuracy 95.0 % · consistency 88.0')
  expect(game.screen()).toMatch(/Leaderboard[\s\S]*1\. Ani +111\.1/)
  expect(game.state.talk.lines.filter(({ line }) => line === 'board')).toHaveLength(1)
})
