import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, overWebSocket, type Player } from '../player.ts'
import { OPEN, openTerminal } from './open-terminal.ts'
import { ensureTmux, type Pane } from './tmux.ts'
import { typeText } from './type-text.ts'

vi.setConfig({ testTimeout: 60_000 })

let cluster: TestCluster
let budi: Player
let pane: Pane

beforeAll(async () => {
  ensureTmux()
  cluster = await startCluster({ gateways: 1, edges: 1 })
  budi = await loggedIn(overWebSocket(cluster.gateways[0]?.ports['http'] ?? 0, 'Budi'))
  pane = await openTerminal('Ani', [cluster.edges[0]?.ports['race']])
})
afterAll(async () => {
  await pane?.close()
  budi?.close()
  await cluster.close()
})

describe('a terminal of 80 × 24 races against a browser', () => {
  it('[TERMINAL-1] chat arrives while half a line stands at the prompt', async () => {
    await pane.type('half a li')
    await pane.until(/^>> half a li$/m)
    budi.send({ type: 'chat', text: 'halo \u001b[31m日本 👋' })
    const screen = await pane.until(/\d\d:\d\d Budi: halo +\[31m日本 👋$/m)
    expect(screen.split('\n')).toHaveLength(24)
    expect(screen.split('\n').at(-1)).toBe('>> half a li')
    expect(await pane.cursor()).toEqual({ row: 23, col: '>> half a li'.length })
    await pane.type('ne')
    await pane.press('Enter')
    expect(await budi.next('chat')).toMatchObject({ from: 'Budi' })
    expect(await budi.next('chat')).toMatchObject({ from: 'Ani', text: 'half a line' })
    await pane.until(/Ani: half a line[\s\S]*\n>>$/)
  })

  let text = ''

  it('[CLIENT-3] /race waits, is matched, and counts 3, 2, 1', async () => {
    await pane.type('/race')
    await pane.press('Enter')
    await pane.until('waiting for racers: 1 here')
    budi.send({ type: 'req_matchmaking' })
    for (const value of [3, 2, 1]) await pane.until(`Starts in ${value}`)
    text = String((await budi.next('start_game'))['text'])
    const screen = await pane.until(OPEN)
    expect(shownText(screen)).toContain(text.slice(0, 60))
  })

  it('[TERMINAL-9] the text is typed with an error and its correction, and bars move', {
    timeout: 60_000,
  }, async () => {
    const half = text.indexOf(' ', text.length / 3) + 1
    await typeText(pane, text.slice(0, half))
    await pane.type('~')
    await pane.until('wrong: Backspace')
    const styled = (await pane.rows(true)).join('\n')
    // Typed in green; what stands wrong in white on red, underlined, and where it belongs.
    expect(styled).toContain(`\x1b[32m${text.slice(0, 20)}`)
    expect(styled).toContain(`\x1b[4m\x1b[97m\x1b[41m${text[half]}`)
    await pane.press('BSpace')
    budi.send({ type: 'progress', progress: 30, wpm: 40 })
    const screen = await pane.until(/^ Budi +█+░+ +(29|30|31)% +\d+ wpm$/m)
    expect(screen).toMatch(/^ Ani +█+░+ +\d\d% +\d+ wpm$/m)
    expect(screen).toMatch(/^ \d+ wpm · 9\d % · \d+ s$/m)
    await budi.next(({ type, progress }) => type === 'opponent_progress' && Number(progress) >= 30)
    await typeText(pane, text.slice(half))
  })

  it('[TERMINAL-11] the result has place, wpm, raw, accuracy and consistency, and the leaderboard follows', async () => {
    const own =
      /^ place 1 of 2 · (\d+\.\d) wpm · raw (\d+\.\d) · accuracy (9\d\.\d) % · consistency \d+\.\d$/m
    expect(await pane.until('You won!')).toMatch(own)
    expect(await budi.next('game_over')).toMatchObject({ result: 'lost' })
    budi.send({ type: 'finish', wpm: 40 })
    await pane.until(/^ +2\. Budi +\d+\.\d +– +– +– +done$/m)
    // Budi has typed no keys that anyone could verify.
    const screen = await pane.until(/Leaderboard\n.*wpm.*\n +1\. Ani .*/)
    const [, wpm = '', raw = ''] = own.exec(screen) ?? []
    expect(screen).toMatch(new RegExp(`^ +1\\. Ani +${wpm} +${raw} +9\\d\\.\\d % +\\d+\\.\\d +done$`, 'm'))
    expect(Number(raw)).toBeGreaterThan(Number(wpm))
    // The node shows a finish before it is stored.
    await expect
      .poll(() => cluster.scores.leaderboard({ window: 'all', limit: 1, at: Date.now() }), {
        timeout: 20_000,
      })
      .toMatchObject([{ username: 'Ani', wpm: Number(wpm) }])
  })

  it('[TERMINAL-21] the screen is drawn anew at another size', async () => {
    await pane.resize({ cols: 44, rows: 12 })
    await pane.until(/^ place 1 of 2 · .*\n accuracy/m)
    expect(await pane.rows()).toHaveLength(12)
    await pane.resize({ cols: 120, rows: 30 })
    const screen = await pane.until(/^ place 1 of 2 · .* consistency \d+\.\d$/m)
    expect(screen.match(/You won!/g)).toHaveLength(1)
    expect(screen.split('\n').at(-1)).toBe('>>')
  })

  it('[TERMINAL-2] /leave goes back to the lobby, where the talk is', async () => {
    // The prompt may still be shut after the race: Enter opens it.
    await pane.press('Enter')
    await pane.type('/leave')
    await pane.until(/^>> \/leave$/m)
    await pane.press('Enter')
    const screen = await pane.until(/^(?![\s\S]*You won!)/)
    expect(screen).toContain('Ani: half a line')
  })
})

/** The rows of a screen as one, since the text is wrapped. */
const shownText = (screen: string): string => screen.replace(/\n /g, '')
