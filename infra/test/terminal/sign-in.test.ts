import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { claimed, PASSPHRASE } from '../accounts/web-session.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import { scratchFolder } from '../scratch.ts'
import { root, terminalCommand } from './open-terminal.ts'
import { Pane } from './tmux.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 1, gateway: { trustedProxies: ['127.0.0.1'] } })
})
afterAll(() => cluster.close())

it('[X25] a passphrase is asked for and not shown', async () => {
  await claimed(cluster, 'Ani')
  const command = terminalCommand('Ani', [cluster.edges[0]?.ports['race']])
  const pane = await Pane.open(`cd ${root} && exec ${command} --sign-in`)
  await pane.until('Passphrase:')
  await pane.type(PASSPHRASE)
  expect((await pane.rows()).join(' ')).not.toContain('kuda')
  await pane.press('Enter')
  await pane.until('Welcome to Ketik')
  await pane.close()
})

it('[X25] without it, or with another, the program ends with a sentence', async () => {
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
  expect(await run('--passphrase-file', file)).toContain('not the passphrase')
  expect(await run('--passphrase-file', `${file}.none`)).toContain('could not be read')
})
