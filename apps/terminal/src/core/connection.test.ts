import { offsetOf } from '@ketik/client'
import type { RaceView } from '@ketik/protocol'
import { describe, expect, it } from 'vitest'
import { Game, OFFSET_MS, raceOf, TEXT } from '../game.testkit.ts'

const TWO = [
  { host: 'one', port: 1 },
  { host: 'two', port: 2 },
]
const hosts = (game: Game) =>
  game.did('connect').map(effect => (effect.do === 'connect' ? TWO[effect.address]?.host : ''))

describe('after a drop', () => {
  it('[CLIENT-8] the same address is tried, then the next, then all with a growing wait', () => {
    const game = new Game({ addresses: TWO }).enter()
    game.effects.length = 0
    game.tell({ on: 'closed' })
    const tries: [string | undefined, number][] = []
    for (let i = 0; i < 6; i++) {
      const before = game.now
      while (hosts(game).length === i) game.pass(1)
      tries.push([hosts(game).at(-1), game.now - before])
      game.tell({ on: 'closed' })
    }
    expect(tries.map(([host]) => host)).toEqual(['one', 'two', 'one', 'two', 'one', 'two'])
    expect(tries.map(([, ms]) => ms).map(ms => (ms <= 1 ? 0 : ms))).toEqual([0, 0, 125, 250, 500, 1_000])
    expect(game.screen()).toContain('one:1: connection lost · trying again in')
  })

  it('[CLIENT-13] the race goes on with the token, and each key is sent once', () => {
    const game = new Game().enter().matched().pass(3_000).type('the', 50).pass(100)
    game.tell({ on: 'closed' }).type(' qui', 50)
    expect(game.screen()).toContain('7 keys are kept')
    game.pass(10).tell({ on: 'opened' })
    expect(game.sent('login')).toEqual([
      { type: 'login', username: 'Ani', v: 1 },
      { type: 'login', username: 'Ani', v: 1, token: 'secret', race: game.state.link.race?.view.id },
    ])
    game.welcomed()
    game.hear({
      type: 'snapshot',
      race: game.state.link.race?.view,
      ack: 2,
      keys: [
        [50, 't'],
        [100, 'h'],
      ],
      seats: [
        { seat: 0, state: 'racing', correct: 2, wpm: 50 },
        { seat: 1, state: 'racing', correct: 5, wpm: 60 },
      ],
    })
    const [batch, ...more] = game.sent('keys')
    expect(more).toEqual([])
    expect(batch).toMatchObject({
      from: 2,
      keys: [
        [150, 'e'],
        [300, ' '],
        [350, 'q'],
        [400, 'u'],
        [450, 'i'],
      ],
    })
    game.type('ck fox', 50)
    expect(game.sent('keys').at(-1)).toMatchObject({
      from: 11,
      keys: [
        [710, 'o'],
        [760, 'x'],
      ],
    })
    expect(game.screen()).toContain('Back in the race')
  })

  it('[CLIENT-14] a program that was started anew goes on from the snapshot alone', () => {
    const game = new Game().enter()
    const view = raceOf(game.now + OFFSET_MS - 5_000)
    const seats = view.seats.map((_, seat) => ({ seat, state: 'racing' as const, correct: 0, wpm: 0 }))
    game.hear({
      type: 'snapshot',
      race: view,
      ack: 2,
      keys: [
        [50, 't'],
        [99, 'h'],
      ],
      seats,
    })
    game.type('e').pass(100)
    expect(game.sent('keys')).toMatchObject([{ from: 2, keys: [[5_000, 'e']] }])
  })

  it('[CLIENT-13] a seat that no node holds any more is reported as lost', () => {
    const game = new Game().enter().matched().pass(3_000).type('the')
    game.tell({ on: 'closed' }).pass(0).tell({ on: 'opened' }).welcomed().pass(3_100)
    expect(game.screen()).toContain('have left the race')
    expect(game.pass(1_000).submit('/race').sent('req_matchmaking')).toHaveLength(1)
  })

  describe('a race that the player left', () => {
    const snapshotOf = (race: RaceView) => {
      const seats = race.seats.map((_, seat) => ({ seat, state: 'racing', correct: 0, wpm: 0 }))
      return { type: 'snapshot', race, ack: 0, keys: [], seats }
    }
    /** `/leave` comes while the connection is there, or after it has dropped; then the server brings the race back. */
    const broughtBack = (leftWhile: 'ready' | 'away', then = '') => {
      const game = new Game().enter()
      const view = raceOf(game.now + OFFSET_MS + 3_000)
      game.matched(view).pass(3_000).type('the')
      game.press('tab')
      if (leftWhile === 'ready') game.submit('/leave').tell({ on: 'closed' })
      else game.tell({ on: 'closed' }).submit('/leave')
      if (then !== '') game.submit(then)
      game.pass(0).tell({ on: 'opened' })
      game.sent()
      return game.welcomed().hear(snapshotOf(view))
    }

    it.each(['ready', 'away'] as const)('[CLIENT-17] does not come back: left while %s', leftWhile => {
      const game = broughtBack(leftWhile)
      expect(game.sent()).toEqual([{ type: 'leave_race' }])
      expect(game.state).toMatchObject({ link: { race: null }, focus: 'prompt' })
      expect(game.screen()).not.toContain('Back in the race')
      game.hear({ type: 'game_over', race: 'r1', result: 'lost' })
      expect([game.sent(), game.state.link.race]).toEqual([[], null])
    })

    it('[CLIENT-17] does not keep the player out of the next one', () => {
      const game = broughtBack('away', '/race en')
      const asked = { type: 'req_matchmaking', lang: 'en' }
      expect(game.sent()).toEqual([asked, { type: 'leave_race' }])
      game.hear({ type: 'error', code: 'already_racing', message: 'You are in a race.', retryable: false })
      expect(game.sent()).toEqual([])
      expect(game.screen()).not.toContain('You are in a race.')
      expect(game.hear({ type: 'game_over', race: 'r1', result: 'lost' }).sent()).toEqual([asked])
      expect(game.matched({ ...raceOf(game.now), id: 'r2' }).state.link.race?.view.id).toBe('r2')
    })
  })

  it('[CLIENT-18] a race that is over does not end the wait for another', () => {
    const game = new Game().enter()
    const view = raceOf(game.now + OFFSET_MS + 3_000)
    game.matched(view).pass(3_000).type(TEXT)
    game.hear({ type: 'game_over', race: 'r1', result: 'won', place: 1 }).pass(3_000).submit('/race en')
    game.tell({ on: 'closed' }).pass(0).sent()
    const [login] = game.tell({ on: 'opened' }).sent()
    expect(login).not.toHaveProperty('race')
    const seats = view.seats.map((_, seat) => ({ seat, state: 'finished', correct: 13, wpm: 90 }))
    game.welcomed().hear({ type: 'snapshot', race: view, ack: 0, keys: [], seats })
    expect(game.state.link.queue).toMatchObject({ wish: { lang: 'en' } })
  })

  it('[CLIENT-15] one who waited waits again', () => {
    const game = new Game().enter().submit('/race en')
    game.sent()
    game.tell({ on: 'closed' }).pass(0).tell({ on: 'opened' }).welcomed()
    expect(game.sent('req_matchmaking')).toEqual([{ type: 'req_matchmaking', lang: 'en' }])
  })

  it('[CLIENT-1] the clock begins anew', () => {
    const game = new Game().enter()
    game.tell({ on: 'closed' }).pass(0).tell({ on: 'opened' })
    game.hear({ type: 'pong', t: game.now, now: game.now + 42 })
    expect(offsetOf(game.state.link.clock)).toBe(42)
  })
})

describe('a connection', () => {
  it('[CLIENT-9] that was ended for good is not made again', () => {
    const game = new Game().enter().hear({ type: 'bye', code: 4409, reason: 'taken_over', retryable: false })
    game.effects.length = 0
    game.tell({ on: 'closed' }).pass(60_000)
    expect(game.did('connect')).toEqual([])
    expect(game.screen()).toContain('You signed in from another place')
  })

  it('[CLIENT-8] that was ended with a way back is made with the next address', () => {
    const game = new Game({ addresses: TWO }).enter()
    game.effects.length = 0
    game.hear({ type: 'bye', code: 1012, reason: 'restart', retryable: true }).tell({ on: 'closed' }).pass(0)
    expect(hosts(game)).toEqual(['two'])
  })

  it('[CLIENT-10] that fell silent is given up', () => {
    const game = new Game().enter()
    game.answersPings = false
    game.effects.length = 0
    game.pass(12_000)
    expect(game.did('connect').length).toBeGreaterThan(0)
  })

  it('[CLIENT-11] whose node is about to stop moves within the time given', () => {
    const game = new Game({ addresses: TWO }).enter()
    game.effects.length = 0
    game.hear({ type: 'move', withinMs: 5_000 }).pass(1)
    expect(hosts(game)).toEqual(['two'])
  })

  it('[CLIENT-10] that does not open in time is tried elsewhere', () => {
    const game = new Game({ addresses: TWO })
    game.tell({ on: 'start' }).pass(8_001)
    expect(hosts(game)).toEqual(['one', 'two'])
  })

  it('[TERMINAL-16] whose name is taken ends the program, unless the name was ours', () => {
    const taken = { type: 'error', code: 'name_taken', message: 'Someone has that name.', retryable: false }
    const stranger = new Game().tell({ on: 'start' }).tell({ on: 'opened' }).hear(taken)
    expect(stranger.did('quit')).toEqual([{ do: 'quit', problem: 'Someone has that name.' }])
    const known = new Game().enter().tell({ on: 'closed' }).pass(0).tell({ on: 'opened' }).hear(taken)
    expect(known.did('quit')).toEqual([])
    expect(known.state.link.connection.phase).toBe('away')
  })

  it('[TERMINAL-16] whose token has ended logs in without it', () => {
    const game = new Game().enter().tell({ on: 'closed' }).pass(0).tell({ on: 'opened' })
    game.hear({ type: 'error', code: 'bad_token', message: '', retryable: false }).tell({ on: 'opened' })
    expect(game.sent('login').at(-1)).toEqual({ type: 'login', username: 'Ani', v: 1 })
  })

  it.each([
    'no json',
    '[]',
    '{}',
    '{"type":"__proto__"}',
    '{"type":"later","x":1}',
    '{"type":"tick","race":5,"seats":"many"}',
    `{"status":"matched","opponent":"B","opponents":[],"race":{"id":"r","startsAt":1,"endsAt":2,"seat":9,"text":{"text":"a","lang":"en"},"seats":[]}}`,
  ])('[CLIENT-12] passes over %s', line => {
    const game = new Game().enter().matched()
    const { race } = game.state.link
    game.line(line)
    expect(game.state.link.race).toBe(race)
  })
})

it('[TERMINAL-20] quitting in a race gives the seat up', () => {
  const game = new Game().enter().matched().pass(3_000).type(TEXT.slice(0, 3)).tell({ on: 'end' })
  expect(game.sent('leave_race')).toHaveLength(1)
  expect(new Game().enter().press('end-of-input').did('quit')).toHaveLength(1)
})
