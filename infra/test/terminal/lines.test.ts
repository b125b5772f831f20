import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, overWebSocket } from '../player.ts'
import { root } from './open-terminal.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 1 })
})
afterAll(() => cluster.close())

it('[TERMINAL-23] in a pipe lines are chat and commands, and the end of the input is the end', {
  timeout: 60_000,
}, async () => {
  const budi = await loggedIn(overWebSocket(cluster.gateways[0]?.ports['http'] ?? 0, 'Budi'))
  const port = cluster.edges[0]?.ports['race']
  const args = ['--import', 'tsx', 'apps/terminal/src/main.ts', '--name', 'Ani', '--port', String(port)]
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, LC_ALL: 'C' } })
  let told = ''
  let problems = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    problems += chunk
  })
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk
  })
  child.stdin.write('halo dari pipa\n/race\n')
  expect(await budi.next('chat')).toMatchObject({ from: 'Ani', text: 'halo dari pipa' })
  budi.send({ type: 'chat', text: 'halo \u001b[31mjuga' })
  await expect.poll(() => told).toMatch(/\d\d:\d\d Budi: halo +\[31mjuga\n/)
  expect(problems).toContain('Racing needs a terminal')
  expect(told).not.toContain('\u001b')
  child.stdin.end()
  // `/race` was refused.
  expect(await new Promise(resolve => child.once('exit', resolve))).toBe(1)
  expect(await budi.next(({ type, event }) => type === 'presence' && event === 'leave')).toMatchObject({
    username: 'Ani',
  })
  budi.close()
})

it('[TERMINAL-44] in a pipe SIGKILL to npm ends the program too', { timeout: 90_000 }, async () => {
  const port = String(cluster.edges[0]?.ports['race'])
  const args = ['run', '--silent', 'terminal', '--', '--name', 'Citra', '--lang', 'en', '--port', port]
  const npm = spawn('npm', args, { cwd: root })
  const closed = new Promise(resolve => npm.once('close', resolve))
  await new Promise<void>(resolve => {
    npm.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (chunk.includes('Welcome to Ketik')) resolve()
    })
  })
  npm.kill('SIGKILL')
  // The output ends with the last process that holds it.
  await closed
})
