import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, overWebSocket, type Player } from '../player.ts'
import { OPEN, openShell, terminalCommand } from './open-terminal.ts'
import { ensureTmux } from './tmux.ts'
import { typeText } from './type-text.ts'

vi.setConfig({ testTimeout: 90_000 })

let cluster: TestCluster
let budi: Player

beforeAll(async () => {
  ensureTmux()
  cluster = await startCluster({ gateways: 1, edges: 1 })
  budi = await loggedIn(overWebSocket(cluster.gateways[0]?.ports['http'] ?? 0, 'Budi'))
})
afterAll(async () => {
  budi?.close()
  await cluster.close()
})

/** Ani in a terminal, in a race with Budi whose text is open. */
const racing = async () => {
  const pane = await openShell()
  onTestFinished(() => pane.close())
  await pane.type(`${terminalCommand('Ani', [cluster.edges[0]?.ports['race']])}; echo "code $?"`)
  await pane.press('Enter')
  await pane.until('Welcome to Ketik')
  await pane.type('/race')
  await pane.press('Enter')
  await pane.until('waiting for racers: 1')
  budi.send({ type: 'req_matchmaking' })
  const text = String((await budi.next('start_game'))['text'])
  await pane.until(OPEN)
  return { pane, text }
}

it('[TERMINAL-45] Ctrl-C in a race asks, and the second one leaves it', async () => {
  const { pane, text } = await racing()
  await typeText(pane, text.slice(0, 3))
  await pane.press('C-c')
  await pane.until('Press Ctrl-C again to leave the race')
  await typeText(pane, text.slice(3, 6))
  const screen = await pane.until('Tab: chat and commands')
  expect(screen).toMatch(OPEN)
  await pane.press('C-c')
  await pane.until('Press Ctrl-C again to leave the race')
  await pane.press('C-c')
  await pane.until(/^code 0$/m)
  expect(await budi.next('game_over')).toMatchObject({ result: 'won', reason: 'opponent_left' })
})

it('[TERMINAL-40] what a terminal sends is not typed, and keys after the race are not chat', async () => {
  const { pane, text } = await racing()
  await pane.press('F1', 'F5', 'F12')
  for (const sequence of ['\x1b[97;5:3u', '\x1b[<35;10;2M', '\x1b[I', '\x1b]11;rgb:1e1e/1e1e/2e2e\x07'])
    await pane.type(sequence)
  await pane.type(text.slice(0, 40))
  await pane.until('Pasted text does not count in a race')
  // Text within 50 ms of a paste belongs to it. A person takes longer to reach for the keys.
  await pause(200)
  const spaced = text.indexOf(' ', 3)
  await typeText(pane, `${text.slice(0, spaced)}\u00a0`)
  const screen = await pane.until(/^ Ani +█+░+ +\d+% +\d+ wpm$/m)
  expect(screen).toMatch(/^ (Go! )?\d+ wpm · 100 % · \d+ s$/m)
  budi.send({ type: 'leave_race' })
  await pane.until('You won!')
  await typeText(pane, text.slice(spaced + 1, spaced + 5))
  await pane.until('/race for the next race')
  // Where the machine stalled, a key may have reached the prompt, but not the chat.
  await pane.press('C-u')
  await pane.type('halo lagi')
  await pane.press('Enter')
  expect(await budi.next('chat')).toMatchObject({ from: 'Ani', text: 'halo lagi' })
  await pane.press('C-c')
  await pane.until(/^code 0$/m)
})
