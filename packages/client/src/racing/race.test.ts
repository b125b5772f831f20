import { BACKSPACE, ERASE_WORD } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { Conversation, OFFSET_MS, refusal } from '../conversation.testkit.ts'
import { isOpen, isSettled } from './link-race.ts'

const keysOf = (player: Conversation) =>
  player.take().map(message => (message.type === 'keys' ? [message.from, message.keys] : [message.type]))

describe('the start', () => {
  it('[CLIENT-3] counts and opens at its own instants of cluster time, whatever messages come', () => {
    const player = new Conversation().login().matched(new Conversation().viewOf('satu', 3_250))
    player.hear({ type: 'countdown', value: 1 }, { type: 'start_game', text: 'satu' })
    const counts = Array.from({ length: 65 }, () => player.pass(50).link.race?.count)
    expect(counts.slice(0, 6)).toEqual([4, 4, 4, 4, 3, 3])
    expect(counts.slice(63)).toEqual([1, 0])
    const told = player.takeNotices().flatMap(notice => (notice.on === 'counted' ? [notice.count] : []))
    expect(told).toEqual([3, 2, 1, 0])
  })

  it('[CLIENT-1] a slow pong moves the start by nothing', () => {
    const player = new Conversation().login()
    for (const delayMs of [2, 900, 4, 700]) {
      const stampedLate = delayMs > 9 ? 10 : delayMs / 2
      player.hear({ type: 'pong', t: player.now - delayMs, now: player.now + OFFSET_MS - stampedLate })
    }
    player.matched(player.viewOf('satu', 1_000))
    expect(player.link.race?.offsetMs).toBeCloseTo(OFFSET_MS, 0)
  })

  it('[CLIENT-3] a match that comes after its start opens at once', () => {
    const player = new Conversation().login()
    expect(player.matched(player.viewOf('satu', -50)).link.race?.count).toBe(0)
  })

  it('[CLIENT-3] counts no more once the text is open: a snapshot sets no timer', () => {
    const player = new Conversation().race('satu').pass(5_000)
    const race = player.viewOf('satu', -5_000)
    player.dropAndReturn().hear({ type: 'snapshot', race, ack: 0, keys: [], seats: [] })
    expect(player.dueIn('count')).toBeUndefined()
  })

  it('[CLIENT-4] a key before the opening counts for nothing', () => {
    const player = new Conversation()
      .login()
      .matched()
      .pass(2_999)
      .tell({ on: 'press', keys: ['s'] })
    expect(player.link.race?.outbox.keys).toEqual([])
  })
})

describe('keys', () => {
  it('[CLIENT-5] go out in batches each 100 ms, numbered, and the completing key at once', () => {
    const player = new Conversation().race('satu').type('sa', 30)
    expect(player.take()).toEqual([])
    const first = [
      [30, 's'],
      [60, 'a'],
    ]
    expect(player.pass(70).take()).toEqual([{ type: 'keys', race: 'r1', from: 0, keys: first }])
    const last = [
      [140, 't'],
      [150, 'u'],
    ]
    expect(player.type('tu', 10).takeEffects()).toEqual(
      expect.arrayContaining([
        { do: 'send', message: { type: 'keys', race: 'r1', from: 2, keys: last } },
        { do: 'notify', notice: { on: 'typed-all' } },
      ]),
    )
    expect(player.link.race?.own).toMatchObject({ complete: true, finishedMs: 150 })
  })

  it('[CLIENT-5] at most 64 go in one batch', () => {
    const player = new Conversation().race('a'.repeat(100))
    player.tell({ on: 'press', keys: Array.from({ length: 99 }, () => 'a') }).pass(100)
    const batches = player.take().map(batch => (batch.type === 'keys' ? [batch.from, batch.keys.length] : []))
    expect(batches).toEqual([
      [0, 64],
      [64, 35],
    ])
  })

  it('[CLIENT-6] are what a racer presses: erasing nothing and what is no key are none', () => {
    const player = new Conversation().race('satu').tell({ on: 'press', keys: [BACKSPACE, '\u0007', 'ab'] })
    expect(player.pass(100).take()).toEqual([])
    player.tell({ on: 'press', keys: ['s', 'x', BACKSPACE, ERASE_WORD] }).pass(100)
    const [batch] = player.take()
    expect(batch?.type === 'keys' && batch.keys.map(([, key]) => key)).toEqual([
      's',
      'x',
      BACKSPACE,
      ERASE_WORD,
    ])
  })

  it('[RACE-62] typographic quotes, dashes and spaces are typed as the text has them', () => {
    const text = `"it's" a-b`
    const player = new Conversation().race(text).type('“it’s”\u00a0a—b')
    expect(player.link.race?.own).toMatchObject({ complete: true, accuracy: 1 })
    expect(player.link.race?.outbox.keys.map(([, key]) => key).join('')).toBe(text)
  })

  it('[CLIENT-7] that the server could not use are sent again from where it says', () => {
    const player = new Conversation().race().type('satu').pass(100)
    player.hear({ type: 'tick', race: 'r1', seats: [], ack: 1 }).take()
    expect(keysOf(player.hear(refusal('keys_out_of_order', 2)))).toEqual([
      [
        2,
        [
          [150, 't'],
          [200, 'u'],
        ],
      ],
    ])
    player.hear(refusal('keys_in_future'))
    expect(player.take()).toEqual([])
    expect(keysOf(player.pass(150))).toMatchObject([[1, {}]])
    expect(player.hear(refusal('keys_repeated', 4)).pass(100).take()).toEqual([])
    player.hear(refusal('rate_limited')).pass(599)
    expect(player.take()).toEqual([])
    expect(keysOf(player.pass(1))).toMatchObject([[1, {}]])
  })

  it('[CLIENT-7] are kept until the race is over, whatever was acknowledged', () => {
    const player = new Conversation().race().type('sat').pass(100)
    player.hear({ type: 'tick', race: 'r1', ack: 2, seats: [] })
    expect(player.link.race?.outbox).toMatchObject({ acked: 2, sent: 3, keys: { length: 3 } })
  })

  it('[HONESTY-14] the release of a key goes out with the next keys, as an offset from the start', () => {
    const player = new Conversation().race('satu').type('sa', 30).pass(20)
    player.tell({ on: 'release', keyNumber: 0 }).pass(60)
    expect(player.take()).toMatchObject([{ from: 0, ups: [[0, 80]] }])
    player.tell({ on: 'release', keyNumber: 1 }).pass(200)
    expect(player.take()).toEqual([])
    player.tell({ on: 'press', keys: ['t'] }).pass(100)
    expect(player.take()).toMatchObject([{ from: 2, ups: [[1, 140]] }])
  })
})

describe('the end', () => {
  const outcome = { type: 'game_over', race: 'r1' } as const

  it('[CLIENT-20] the loser of a duel may type on until all is decided', () => {
    const player = new Conversation()
      .race('satu')
      .type('sa')
      .hear({ ...outcome, result: 'lost' })
    const lost = player.link.race
    expect(lost !== null && isOpen(lost) && !isSettled(lost)).toBe(true)
    player.type('tu')
    expect(player.link.race !== null && isSettled(player.link.race)).toBe(true)
    player.hear({ type: 'race_over', race: 'r1', standings: [] })
    expect(player.link.race?.standings).toEqual([])
  })

  it('[CLIENT-20] any other outcome stops the keys', () => {
    const player = new Conversation().race('satu').type('s')
    player.hear({ ...outcome, result: 'won', reason: 'opponent_left' }).type('a')
    expect(player.link.race?.typing.correct).toBe(1)
  })

  it('[CLIENT-22] messages of another race change nothing', () => {
    const player = new Conversation().race('satu')
    const before = player.link.race
    player.hear(
      { type: 'tick', race: 'r0', seats: [[1, 9, 9]], ack: 9 },
      { ...outcome, race: 'r0', result: 'lost' },
      { type: 'race_over', race: 'r0', standings: [] },
      { type: 'seat', race: 'r0', seat: 1, state: 'left', correct: 0, wpm: 0 },
    )
    expect(player.link.race).toEqual(before)
  })

  it('[CLIENT-19] a late tick does not change the speed of a finished seat', () => {
    const player = new Conversation().race('satu')
    player.hear(
      { type: 'tick', race: 'r1', seats: [[1, 3, 80]] },
      { type: 'seat', race: 'r1', seat: 1, state: 'finished', correct: 4, wpm: 90, place: 1 },
      { type: 'tick', race: 'r1', seats: [[1, 4, 71]] },
    )
    expect(player.link.race?.seats[1]).toMatchObject({ correct: 4, wpm: 90 })
  })

  it('[WEB-15] leaving sends this to the server, unless the race is over for the player', () => {
    const player = new Conversation().race('satu').tell({ on: 'leave-race' })
    expect(player.take()).toEqual([{ type: 'leave_race' }])
    expect(player.link).toMatchObject({ race: null, leftRace: 'r1' })
    const done = new Conversation().race('satu').hear({ type: 'race_over', race: 'r1', standings: [] })
    expect(done.tell({ on: 'leave-race' }).take()).toEqual([])
  })
})
