import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { openShell, terminalCommand } from './open-terminal.ts'
import { ensureTmux, type Pane } from './tmux.ts'

const READY = 'Welcome to Ketik'

let cluster: TestCluster
let pane: Pane | undefined

// Each starts node and compiles the program, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 60_000 })
beforeAll(async () => {
  ensureTmux()
  cluster = await startCluster({ gateways: 1, edges: 1 })
})
afterAll(() => cluster.close())
afterEach(async () => {
  await pane?.close()
  pane = undefined
})

/** A shell in which a program runs as a person would run it, and the state of the terminal before. */
const started = async (command: string, shown = READY) => {
  const shell = await openShell()
  pane = shell
  const before = await modesOf(shell, 'before')
  await shell.type(`${command}; echo "code $?"`)
  await shell.press('Enter')
  await shell.until(shown)
  expect(await shell.get('alternate_on')).toBe(shown === READY ? '1' : '0')
  return { shell, before }
}

/** What a program may leave in disorder: line discipline, screen, cursor, wrapping, and the keys that are sent. */
const modesOf = async (shell: Pane, marker: string): Promise<string> => {
  await shell.type(`echo ${marker}=$(stty -g | cksum)`)
  await shell.press('Enter')
  const screen = await shell.until(new RegExp(`^${marker}=\\d+ `, 'm'))
  const modes = new RegExp(`^${marker}=(\\d+) `, 'm').exec(screen)?.[1]
  return `${modes} ${await shell.get('alternate_on cursor_flag wrap_flag keypad_flag insert_flag')}`
}

it.each([
  ['/quit', 0, async (shell: Pane) => shell.type('/quit').then(() => shell.press('Enter'))],
  ['Ctrl-C', 0, async (shell: Pane) => shell.press('C-c')],
  ['Ctrl-D', 0, async (shell: Pane) => shell.press('C-d')],
])('[TERMINAL-20] the terminal is as before after %s', async (_, code, end) => {
  const { shell, before } = await started(terminalCommand('Ani', [racePort()]))
  await end(shell)
  await shell.until(`code ${code}`)
  expect(await modesOf(shell, 'after')).toBe(before)
})

it.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
] as const)('[TERMINAL-20] the terminal is as before after %s', async (signal, code) => {
  const { shell, before } = await started(direct())
  process.kill(await pidOf(shell), signal)
  await shell.until(`code ${code}`)
  expect(await modesOf(shell, 'after')).toBe(before)
})

it('[TERMINAL-20] the terminal is as before after a crash, and the program reports the crash', async () => {
  const crash = `data:text/javascript,process.on('SIGUSR2',()=>{throw(new(Error)('a%20bug'))})`
  const { shell, before } = await started(direct(`--import "${crash}"`))
  process.kill(await pidOf(shell), 'SIGUSR2')
  expect(await shell.until(/^code \d+/m)).toMatch(/Error: a bug[\s\S]*code 1$/m)
  expect(await modesOf(shell, 'after')).toBe(before)
})

it.each([
  ['SIGKILL', 'in the lobby', '', READY],
  ['SIGTERM', 'in the lobby', '', READY],
  ['SIGHUP', 'in the lobby', '', READY],
  ['SIGKILL', 'at the question for the password', ' --sign-in', 'Password:'],
] as const)(
  '[TERMINAL-44] %s to npm ends the program %s, with the terminal as before',
  async (signal, _, option, shown) => {
    const { shell, before } = await started(`${terminalCommand('Ani', [racePort()])}${option}`, shown)
    const npm = await pidOf(shell)
    const [child] = await childrenOf(npm)
    expect(child).toBeGreaterThan(0)
    process.kill(npm, signal)
    await expect.poll(() => isAlive(child ?? 0), { timeout: 20_000 }).toBe(false)
    await shell.press('Enter')
    await shell.until('code ')
    expect(await modesOf(shell, 'after')).toBe(before)
  },
)

it('[TERMINAL-44] a terminal that is lost ends the program', async () => {
  const { shell } = await started(direct())
  const pid = await pidOf(shell)
  await shell.close()
  await expect.poll(() => isAlive(pid)).toBe(false)
})

it.each([
  ['Ctrl-Z', (shell: Pane) => shell.press('C-z')],
  ['SIGTSTP', async (shell: Pane) => void process.kill(await pidOf(shell), 'SIGTSTP')],
])(
  '[TERMINAL-21] %s stops the program, with the terminal as before, and it goes on where it was',
  async (_, stop) => {
    const { shell, before } = await started(direct())
    await shell.type('satu')
    await shell.until('>> satu')
    await stop(shell)
    await shell.until('Stopped')
    expect(await modesOf(shell, 'after')).toBe(before)
    await shell.type('fg')
    await shell.press('Enter')
    await shell.until(/^ Ketik [\s\S]*>> satu$/)
    await shell.type(' dua')
    await shell.until(/>> satu dua$/)
  },
)

it('[TERMINAL-16] a name that is none is refused before the terminal is touched', async () => {
  const shell = await openShell()
  pane = shell
  await shell.type(`npm run --silent terminal; echo "code $?"`)
  await shell.press('Enter')
  expect(await shell.until(/code 2/)).toContain('usage: npm run terminal')
})

/** Without npm between, which has its own ways with signals. */
const direct = (nodeOptions = ''): string =>
  `node ${nodeOptions} --import tsx apps/terminal/src/main.ts --name Ani --port ${racePort()} --lang en`

const racePort = (): number | undefined => cluster.edges[0]?.ports['race']

const pidOf = async (shell: Pane): Promise<number> => {
  const child = await shell.foreground()
  expect(child).toBeGreaterThan(0)
  return child
}

const childrenOf = async (pid: number): Promise<readonly number[]> => {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.split(' ').filter(Boolean).map(Number)
}

/** Whether it runs: one that has ended may still wait for a parent to ask for its exit code. */
const isAlive = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/^\d+ \(.*\) [ZX]/.test(stat)
}
