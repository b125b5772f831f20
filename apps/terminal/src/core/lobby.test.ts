import { describe, expect, it } from 'vitest'
import { boardOf, Game } from '../game.testkit.ts'
import { render } from '../view/render.ts'

const SIZE = { cols: 80, rows: 24 }
const cursorOf = (game: Game) => render(game.state, SIZE, game.now).cursor

describe('the prompt', () => {
  it('[TERMINAL-1] keeps a line that is being written while others speak', () => {
    const game = new Game().enter().type('half a l')
    game.press('left', 'left')
    const before = cursorOf(game)
    game.hear(
      { type: 'chat', from: 'Budi', text: 'halo semua', at: 1 },
      { type: 'presence', event: 'join', username: 'Citra', online: 3 },
      { type: 'error', code: 'muted', message: 'An operator has muted you.', retryable: false },
    )
    expect(game.rows().at(-1)).toBe('>> half a l')
    expect(cursorOf(game)).toEqual(before)
    expect(before).toEqual({ row: 23, col: '>> half a l'.length - 2 })
    expect(game.screen()).toContain('Budi: halo semua')
    expect(game.screen()).toContain('+ Citra joined')
  })

  it('[TERMINAL-1] shows the part around the cursor of a line that is too long, wide characters and all', () => {
    const game = new Game().enter().type('日本語'.repeat(10))
    expect(game.rows({ cols: 20, rows: 8 }).at(-1)).toBe('>> 本語日本語日本語')
    game.press('home')
    expect(game.rows({ cols: 20, rows: 8 }).at(-1)).toBe('>> 日本語日本語日本')
    expect(render(game.state, { cols: 20, rows: 8 }, game.now).cursor).toEqual({ row: 7, col: 3 })
  })

  it('is edited as a shell does', () => {
    const game = new Game().enter().type('satu dua tiga').press('erase-word', 'left', 'backspace')
    expect(game.rows().at(-1)).toBe('>> satu du')
    game.press('home', 'delete', 'end').type('👨‍👩‍👧').press('backspace')
    expect(game.rows().at(-1)).toBe('>> atu du')
    game.press('erase-line').submit('lama').press('up')
    expect(game.rows().at(-1)).toBe('>> lama')
    game.press('down')
    expect(game.rows().at(-1)).toBe('>>')
  })

  it('[TERMINAL-4] takes what is pasted as one edit, line breaks and escapes taken out', () => {
    const game = new Game().enter()
    game.tell({ on: 'key', key: { key: 'paste', text: 'one\ntwo\x1b[31m\r\n/quit\n' } })
    expect(game.rows().at(-1)).toBe('>> one two[31m /quit')
    expect(game.sent('chat')).toEqual([])
    expect(game.did('quit')).toEqual([])
  })
})

describe('a line', () => {
  it('[TERMINAL-2] is a command or chat', () => {
    const game = new Game({ wish: { room: 'kita' } }).enter()
    game.sent()
    game.submit('halo /race').submit('/board week').submit('/race')
    expect(game.sent()).toEqual([
      { type: 'chat', text: 'halo /race' },
      { type: 'req_leaderboard', window: 'week' },
      { type: 'req_matchmaking', room: 'kita' },
    ])
    game.hear({ status: 'waiting', waiting_count: 1 }).pass(2_000)
    expect(game.screen()).toContain('waiting for racers: 1 here · 2 s')
    game.submit('/leave').submit('/race id ruang-2')
    expect(game.sent()).toEqual([
      { type: 'leave_queue' },
      { type: 'req_matchmaking', room: 'ruang-2', lang: 'id' },
    ])
    game.submit('/help')
    expect(game.screen()).toContain('/board [day|week|all]')
    game.submit('/quit')
    expect(game.sent()).toEqual([{ type: 'leave_queue' }])
  })

  it('[VERIFIED-8] /board shows verified results, and on request those timed by arrival, which it marks', () => {
    const game = new Game().enter()
    game.sent()
    game.submit('/board').submit('/board week any').submit('/board arrival')
    expect(game.sent()).toEqual([
      { type: 'req_leaderboard', window: 'all' },
      { type: 'req_leaderboard', window: 'week', timed: 'any' },
      { type: 'req_leaderboard', window: 'all', timed: 'arrival' },
    ])
    const row = { wpm: 92.44, races: 12 }
    game.hear(boardOf({ ...row, timed: 'keys' }))
    expect(game.screen()).toContain('Leaderboard, all time\n')
    expect(game.screen()).not.toContain('~')
    game.hear(boardOf({ ...row, timed: 'arrival' }))
    expect(game.screen()).toContain('Leaderboard, this week · all results')
    expect(game.screen()).toMatch(/1\. Ani +~92\.4 /)
    expect(game.screen()).toContain(
      '~ timed by arrival: the program of this player sends no keystrokes to verify',
    )
  })

  it('[VERIFIED-4] /race ROOM rated agrees that the race counts for ratings', () => {
    const game = new Game().enter()
    game.sent()
    game.submit('/race kita rated').submit('/leave').submit('/race id kita').submit('/leave')
    expect(game.sent('req_matchmaking')).toEqual([
      { type: 'req_matchmaking', room: 'kita', rated: true },
      { type: 'req_matchmaking', room: 'kita', lang: 'id' },
    ])
  })

  it.each(['/board year', '/board week keys now', '/race a:b', '/leave'])(
    '[TERMINAL-2] %s gets an error that names the fault',
    line => {
      const game = new Game().enter()
      game.sent()
      game.submit(line)
      expect(game.sent()).toEqual([])
      expect(game.state.talk.lines.at(-1)).toMatchObject({ line: 'note' })
    },
  )

  it('[TERMINAL-2] a leaderboard that was asked for is shown', () => {
    const game = new Game().enter().submit('/board day')
    game.hear(boardOf({ wpm: 92.44, accuracy: 0.971, races: 12 }))
    expect(game.screen()).toContain('Leaderboard, today')
    expect(game.screen()).toMatch(/1\. Ani +92\.4 +97\.1 % +12/)
  })
})

it('[TERMINAL-3] the history that greets a login is shown once', () => {
  const said = [
    { type: 'chat', from: 'Budi', text: 'satu', at: 1 },
    { type: 'chat', from: 'Budi', text: 'satu', at: 2 },
  ]
  const game = new Game().enter().hear(...said)
  game
    .tell({ on: 'closed' })
    .pass(0)
    .tell({ on: 'opened' })
    .welcomed()
    .hear(...said)
  expect(game.state.talk.lines.filter(({ line }) => line === 'chat')).toHaveLength(2)
})

it('[TERMINAL-24] speaks Indonesian', () => {
  const game = new Game({ lang: 'id' }).enter().submit('/race')
  expect(game.screen()).toContain('Selamat datang di Ketik')
  expect(game.screen()).toContain('menunggu lawan')
  game.hear({ type: 'error', code: 'muted', message: 'An operator has muted you.', retryable: false })
  expect(game.screen()).toContain('Operator membisukan kamu')
})
