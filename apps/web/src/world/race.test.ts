import { isOpen, isSettled } from '@ketik/client'
import { BACKSPACE } from '@ketik/race'
import { describe, expect, it } from 'vitest'
import { Conversation, matched, raceView } from './conversation.testkit.ts'

/** The race of `player` as a node knows it that took the seat back after its finish. */
const snapshotOfDone = (player: Conversation) => ({
  type: 'snapshot',
  race: player.world.link.race?.view,
  ack: 4,
  keys: player.world.link.race?.outbox.keys,
  seats: [{ seat: 0, state: 'finished', correct: 4, wpm: 90, place: 1 }],
})

describe('a race', () => {
  it('[CLIENT-3] counts and opens at its own instants of cluster time, whatever frames come', () => {
    const player = new Conversation().login()
    player.hear(matched(raceView('satu', player.now + 3_250)))
    expect(player.takeEffects()).toContainEqual({ do: 'go', path: '/race/r1' })
    player.hear({ type: 'countdown', value: 1 }, { type: 'start_game', text: 'satu' })
    const counts: (number | undefined)[] = []
    for (let ms = 0; ms < 3_250; ms += 50) counts.push(player.pass(50).world.link.race?.count)
    expect(counts.slice(0, 6)).toEqual([4, 4, 4, 4, 3, 3])
    expect(counts[63]).toBe(1)
    expect(counts[64]).toBe(0)
  })

  it('[CLIENT-3] goes by the offset to cluster time, not by the local clock', () => {
    const player = new Conversation().login()
    for (let pong = 0; pong < 16; pong++)
      player.hear({ type: 'pong', t: player.now - 20, now: player.now + 490 })
    player.hear(matched(raceView('satu', player.now + 500 + 1_000)))
    player.pass(999)
    expect(player.world.link.race?.count).toBe(1)
    player.pass(1)
    expect(player.world.link.race?.count).toBe(0)
  })

  it('[CLIENT-3] counts no more once the text is open: a snapshot sets no timer', () => {
    const player = new Conversation().race('satu')
    const race = player.world.link.race?.view
    player.pass(5_000).tell({ on: 'closed', code: 1006 }).pass(0).tell({ on: 'opened' })
    player.hear(player.welcome(), { type: 'snapshot', race, ack: 0, keys: [], seats: [] })
    expect(player.dueIn('count')).toBeUndefined()
  })

  it('[CLIENT-4] a key before the opening counts for nothing', () => {
    const player = new Conversation().login()
    player.hear(matched(raceView('satu', player.now + 3_000))).pass(2_999)
    player.tell({ on: 'press', keys: ['s'] })
    expect(player.world.link.race?.outbox.keys).toEqual([])
  })

  it('[CLIENT-5] keys go out in batches each 100 ms, numbered, and the completing key at once', () => {
    const player = new Conversation().race('satu')
    player.type('s', 30).type('a', 30)
    expect(player.take()).toEqual([])
    player.pass(70)
    expect(player.take()).toEqual([
      {
        type: 'keys',
        race: 'r1',
        from: 0,
        keys: [
          [30, 's'],
          [60, 'a'],
        ],
      },
    ])
    player.type('tu', 10)
    expect(player.take()).toEqual([
      {
        type: 'keys',
        race: 'r1',
        from: 2,
        keys: [
          [140, 't'],
          [150, 'u'],
        ],
      },
    ])
    expect(player.world.link.race).toMatchObject({ own: { finishedMs: 150 } })
  })

  it('[CLIENT-5] a batch has at most 64 keys', () => {
    const player = new Conversation().race('a'.repeat(100))
    player.tell({ on: 'press', keys: Array.from({ length: 99 }, () => 'a') }).pass(100)
    expect(
      player.take().map(frame => (frame.type === 'keys' ? [frame.from, frame.keys.length] : frame)),
    ).toEqual([
      [0, 64],
      [64, 35],
    ])
  })

  it('[CLIENT-6] erasing nothing is no key', () => {
    const player = new Conversation()
      .race('satu')
      .tell({ on: 'press', keys: [BACKSPACE] })
      .pass(100)
    expect(player.take()).toEqual([])
  })

  it('[CLIENT-7] keys the server could not use are sent again from where it says', () => {
    const player = new Conversation().race('satu dua').type('satu')
    player.pass(100).take()
    player.hear({ type: 'tick', race: 'r1', seats: [], ack: 1 })
    player
      .hear({ type: 'error', code: 'keys_out_of_order', message: '', retryable: true, expected: 2 })
      .pass(0)
    expect(player.take()).toEqual([
      {
        type: 'keys',
        race: 'r1',
        from: 2,
        keys: [
          [150, 't'],
          [200, 'u'],
        ],
      },
    ])
    player.hear({ type: 'error', code: 'keys_in_future', message: '', retryable: false }).pass(150)
    expect(player.take()).toMatchObject([{ from: 1 }])
    player.hear({ type: 'error', code: 'keys_repeated', message: '', retryable: true, expected: 4 }).pass(100)
    expect(player.take()).toEqual([])
  })

  it('[CLIENT-13] while away the player types on, and a snapshot asks for just the keys that are missing', () => {
    const player = new Conversation().race('satu dua').type('sat')
    player.pass(100).hear({ type: 'tick', race: 'r1', seats: [[1, 4, 60]], ack: 2 })
    player.tell({ on: 'closed', code: 1006 })
    player.take()
    player.type('u d')
    expect(player.take()).toEqual([])
    expect(player.world.link.race?.typing.correct).toBe(6)
    player.tell({ on: 'opened' }).take()
    const race = player.world.link.race?.view
    player.hear(player.welcome(), {
      type: 'snapshot',
      race,
      ack: 2,
      keys: [
        [50, 's'],
        [100, 'a'],
      ],
      seats: [],
    })
    expect(player.take()).toMatchObject([
      {
        type: 'keys',
        from: 2,
        keys: [
          [150, 't'],
          [300, 'u'],
          [350, ' '],
          [400, 'd'],
        ],
      },
    ])
  })

  it('[CLIENT-14] a page that was loaded again replays its keys and goes on', () => {
    const player = new Conversation().login()
    const race = raceView('satu dua', player.now - 1_000)
    const seats = [
      { seat: 0, state: 'racing', correct: 3, wpm: 40 },
      { seat: 1, state: 'away', correct: 5, wpm: 60 },
    ]
    player.hear({
      type: 'snapshot',
      race,
      ack: 3,
      keys: [
        [100, 's'],
        [200, 'a'],
        [300, 't'],
      ],
      seats,
    })
    expect(player.world.link.race?.typing.correct).toBe(3)
    expect(player.world.link.race?.seats[1]).toEqual(seats[1])
    expect(player.takeEffects()).toContainEqual({ do: 'resume', path: '/race/r1' })
    player.type('u').pass(100)
    expect(player.take()).toMatchObject([{ from: 3, keys: [[1_050, 'u']] }])
  })

  it('[WEB-7] a race that no node holds any more is looked up in the archive', () => {
    const player = new Conversation().race('satu').tell({ on: 'closed', code: 1006 }).pass(0)
    player.tell({ on: 'opened' }).hear(player.welcome()).pass(3_000)
    expect(player.world.link.race).toMatchObject({ lost: true })
  })

  it('[CLIENT-18] a race whose others still type is asked for after a drop, and the page stays where the player went', () => {
    const player = new Conversation().race('satu', 3).type('satu')
    player.hear(
      { type: 'seat', race: 'r1', seat: 0, state: 'finished', correct: 4, wpm: 90, place: 1 },
      { type: 'game_over', race: 'r1', result: 'won', place: 1 },
    )
    player.tell({ on: 'closed', code: 1006 }).pass(0).take()
    expect(player.tell({ on: 'opened' }).take()).toMatchObject([{ type: 'login', race: 'r1' }])
    player.hear(player.welcome(), snapshotOfDone(player)).pass(10_000)
    expect(player.world.link.race).toMatchObject({ lost: false, standings: null })
    expect(player.takeEffects().map(effect => effect.do)).not.toContain('resume')
    player.hear({ type: 'race_over', race: 'r1', standings: [] })
    player.tell({ on: 'closed', code: 1006 }).pass(0).take()
    expect(player.tell({ on: 'opened' }).take()).toEqual([
      { type: 'login', username: 'Budi', v: 1, token: 'secret' },
    ])
  })

  it('[WEB-28] nothing that was read out of one race is read out of the next', () => {
    const player = new Conversation().race('satu').type('satu')
    player.hear({ type: 'game_over', race: 'r1', result: 'won', place: 1 })
    expect(player.world.said.polite).toEqual({ say: 'outcome' })
    player.hear(matched({ ...raceView('dua', player.now + 3_500), id: 'r2' }))
    expect(player.world.said).toMatchObject({ polite: null, urgent: null })
  })

  it('[CLIENT-18] a snapshot of a race that is over does not end the wait for another, and one of a race that is on does', () => {
    const player = new Conversation().race('satu').type('satu')
    player.hear({ type: 'game_over', race: 'r1', result: 'won', place: 1 })
    player.tell({ on: 'ask-race', wish: { room: 'kopi', seats: 2 } })
    player.tell({ on: 'closed', code: 1006 }).pass(0).take()
    expect(player.tell({ on: 'opened' }).take()).toEqual([
      { type: 'login', username: 'Budi', v: 1, token: 'secret' },
    ])
    player.hear(player.welcome())
    expect(player.take()).toEqual([{ type: 'req_matchmaking', room: 'kopi', seats: 2 }])
    player.hear(snapshotOfDone(player)).pass(10_000)
    expect(player.world).toMatchObject({ link: { queue: { wish: { room: 'kopi' } }, race: { lost: false } } })
    expect(player.takeEffects().map(effect => effect.do)).not.toContain('resume')
    const race = { ...raceView('dua', player.now), id: 'r2' }
    player.hear({ type: 'snapshot', race, ack: 0, keys: [], seats: [] })
    expect(player.world).toMatchObject({ link: { queue: null, race: { view: { id: 'r2' } } } })
    expect(player.takeEffects()).toContainEqual({ do: 'resume', path: '/race/r2' })
  })

  it('[CLIENT-20] the loser of a duel may type on until all is decided', () => {
    const player = new Conversation().race('satu').type('sa')
    player.hear({ type: 'seat', race: 'r1', seat: 1, state: 'finished', correct: 4, wpm: 90, place: 1 })
    player.hear({ type: 'game_over', race: 'r1', result: 'lost' })
    const lost = player.world.link.race
    expect(lost !== null && isOpen(lost) && !isSettled(lost)).toBe(true)
    player.type('tu')
    expect(player.world.link.race !== null && isSettled(player.world.link.race)).toBe(true)
    player.hear({
      type: 'race_over',
      race: 'r1',
      standings: [{ seat: 1, username: 'Ani', state: 'finished', place: 1 }],
    })
    expect(player.world.link.race?.standings).toHaveLength(1)
  })

  it('[CLIENT-20] any other end stops the keys', () => {
    const player = new Conversation().race('satu').type('s')
    player.hear({ type: 'game_over', race: 'r1', result: 'won', reason: 'opponent_left' })
    player.type('a')
    expect(player.world.link.race?.typing.correct).toBe(1)
  })

  it('[CLIENT-22] frames of another race change nothing', () => {
    const player = new Conversation().race('satu')
    const before = player.world.link.race
    player.hear(
      { type: 'tick', race: 'r0', seats: [[1, 9, 9]], ack: 9 },
      { type: 'game_over', race: 'r0', result: 'lost' },
      { type: 'race_over', race: 'r0', standings: [] },
      { type: 'seat', race: 'r0', seat: 1, state: 'left', correct: 0, wpm: 0 },
    )
    expect(player.world.link.race).toEqual(before)
  })

  it('[WEB-15] leaving sends this to the server and goes back to the lobby', () => {
    const player = new Conversation().race('satu').tell({ on: 'leave-race' })
    expect(player.world.link.race).toBeNull()
    const effects = player.takeEffects()
    expect(effects).toContainEqual({ do: 'send', message: { type: 'leave_race' } })
    expect(effects).toContainEqual({ do: 'go', path: '/' })
  })

  it('[WEB-28] what happens is said: the counts, the first word, each next word, mistakes at once, and the end', () => {
    const player = new Conversation().login()
    player.hear(matched(raceView('satu dua', player.now + 3_000)))
    const heard: unknown[] = [player.world.said.polite]
    for (let second = 0; second < 3; second++) heard.push(player.pass(1_000).world.said.polite)
    expect(heard).toEqual([
      { say: 'count', value: 3 },
      { say: 'count', value: 2 },
      { say: 'count', value: 1 },
      { say: 'opened', word: 'satu' },
    ])
    expect(player.type('satx').world.said.urgent).toEqual({ say: 'wrong', got: 'x', want: 'u' })
    player.tell({ on: 'press', keys: [BACKSPACE] }).type('u ')
    expect(player.world.said.polite).toEqual({ say: 'next-word', word: 'dua' })
    expect(player.type('dua').world.said.polite).toMatchObject({ say: 'finished' })
    player.hear({ type: 'game_over', race: 'r1', result: 'won', place: 1 })
    expect(player.world.said.polite).toEqual({ say: 'outcome' })
  })
})
