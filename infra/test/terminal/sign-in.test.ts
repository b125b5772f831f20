import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { claimed, PASSPHRASE } from '../accounts/web-session.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import { scratchFolder } from '../scratch.ts'
import { openShell, root, terminalCommand } from './open-terminal.ts'
import { Pane } from './tmux.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 1, gateway: { trustedProxies: ['127.0.0.1'] } })
})
afterAll(() => cluster.close())

it('[TERMINAL-25] a passphrase is asked for and not shown', async () => {
  await claimed(cluster, 'Ani')
  const command = terminalCommand('Ani', [cluster.edges[0]?.ports['race']])
  const pane = await Pane.open(`cd ${root} && exec ${command} --sign-in`)
  await pane.until('Password:')
  await pane.type(PASSPHRASE)
  expect((await pane.rows()).join(' ')).not.toContain('kuda')
  await pane.press('Enter')
  await pane.until('Welcome to Ketik')
  await pane.close()
})

it('[TERMINAL-47] every key works after the question, and Ctrl-C does at it', async () => {
  await claimed(cluster, 'Citra')
  const command = `${terminalCommand('Citra', [cluster.edges[0]?.ports['race']])} --sign-in; echo "code $?"`
  const pane = await openShell()
  onTestFinished(() => pane.close())
  await pane.type(command)
  await pane.press('Enter')
  await pane.until('Password:')
  await pane.type('kuda')
  await pane.press('C-c')
  await pane.until(/^code 130$/m)

  await pane.type(`clear; ${command}`)
  await pane.press('Enter')
  await pane.until(/Password:/)
  // Arrow keys and what was erased are no part of it.
  await pane.type('salah')
  await pane.press('C-u', 'Left', 'F2')
  await pane.type(`${PASSPHRASE}x`)
  await pane.press('BSpace', 'Enter')
  await pane.until('Welcome to Ketik')
  await pane.type('halo')
  await pane.until(/^>> halo$/m)
  await pane.press('C-c')
  await pane.until(/^code 0$/m)
})

it('[TERMINAL-25] without it, or with another, the program ends with a sentence', async () => {
  await claimed(cluster, 'Budi')
  const file = join(scratchFolder(), 'passphrase')
  writeFileSync(file, 'kuda poni tidur\n')
  const port = String(cluster.edges[0]?.ports['race'])
  const args = [
    '--import',
    'tsx',
    'apps/terminal/src/main.ts',
    '--name',
    'Budi',
    '--port',
    port,
    '--lang',
    'en',
  ]
  const run = (...more: readonly string[]) =>
    new Promise<string>(resolve => {
      const child = spawn(process.execPath, [...args, ...more], { cwd: root })
      let told = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          told += chunk
        })
      }
      child.once('exit', () => resolve(told))
    })
  expect(await run()).toContain('add --sign-in')
  expect(await run('--passphrase-file', file)).toContain('Wrong password for that name.')
  expect(await run('--passphrase-file', `${file}.none`)).toContain('the password could not be read')
})
