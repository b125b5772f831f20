import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { openShell, terminalCommand } from './open-terminal.ts'
import { piped } from './piped.ts'
import { ensureTmux } from './tmux.ts'

vi.setConfig({ testTimeout: 90_000 })

let cluster: TestCluster

beforeAll(async () => {
  ensureTmux()
  cluster = await startCluster({ gateways: 1, edges: 1 })
})
afterAll(() => cluster.close())

/** A port that accepts connections and never says a word. */
const silentPort = async (): Promise<number> => {
  const server = createServer(socket => socket.on('error', () => undefined)).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

describe('in a pipe', () => {
  it('[TERMINAL-41] an address where nobody listens is an error with the address and the cause', async () => {
    const { code, problems } = await piped('halo\n', '--port', '1')
    expect(problems).toBe(
      'Cannot connect to 127.0.0.1:1: connection refused. Start the server, or check --host and --port.\n',
    )
    expect(code).toBe(1)
  })

  it('[TERMINAL-42] the port of browsers is an error', async () => {
    const port = cluster.gateways[0]?.ports['http']
    expect(port).toBeGreaterThan(0)
    const { code, problems } = await piped('halo\n', '--port', String(port))
    // uWebSockets.js waits for the rest of what it takes for a request line.
    expect(problems).toContain(`Cannot connect to 127.0.0.1:${port}: `)
    expect(problems).toContain('does not answer like Ketik. Check --port')
    expect(code).toBe(1)
  })

  it('[TERMINAL-42] the port of NICK chat is an error', async () => {
    const { code, problems } = await piped('halo\n', '--port', String(cluster.edges[0]?.ports['nick']))
    expect(problems).toContain('another service answers there')
    expect(code).toBe(1)
  })

  it('[TERMINAL-42] a port that answers nothing is an error', async () => {
    const { code, problems } = await piped('halo\n', '--port', String(await silentPort()))
    expect(problems).toContain('does not answer like Ketik. Check --port')
    expect(code).toBe(1)
  })

  it('[TERMINAL-39] an unknown command is an error and not chat', async () => {
    const port = String(cluster.edges[0]?.ports['race'])
    const { code, out, problems } = await piped('/hlep\n', '--port', port)
    expect(problems).toContain('Unknown command /hlep. Did you mean /help? Nothing was sent.')
    expect(out).not.toContain('hlep')
    expect(code).toBe(1)
  })

  it.each([
    ['-h', 0, 'usage: npm run terminal'],
    ['--version', 0, 'ketik '],
  ])('[TERMINAL-46] %s answers on standard output', async (option, exitCode, answer) => {
    const { code, out, problems } = await piped('', option)
    expect(out).toContain(answer)
    expect(problems).toBe('')
    expect(code).toBe(exitCode)
  })
})

it('[TERMINAL-41] on a screen the program says why it cannot connect, and ends', async () => {
  const pane = await openShell()
  onTestFinished(() => pane.close())
  await pane.type(`${terminalCommand('Ani', [1])}; echo "code $?"`)
  await pane.press('Enter')
  const screen = await pane.until(/^code 1$/m)
  // The line is wrapped at 80 columns.
  expect(screen.replaceAll('\n', '')).toContain('Cannot connect to 127.0.0.1:1: connection refused.')
})
