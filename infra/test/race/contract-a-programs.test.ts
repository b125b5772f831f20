import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { PageClient } from './page-client.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 1 })
})
afterAll(() => cluster.close())

/** A Python program that prints what it receives. */
const openTerminal = (port: number) => {
  const script = fileURLToPath(new URL('./json_client.py', import.meta.url))
  const program = spawn('python3', [script, '127.0.0.1', String(port)])
  let out = ''
  let errors = ''
  let changed = () => {}
  program.stdout.on('data', chunk => {
    out += chunk
    changed()
  })
  program.stderr.on('data', chunk => {
    errors += chunk
  })
  const ended = new Promise<number | null>(resolve => program.on('exit', resolve))
  return {
    type: (line: string) => program.stdin.write(`${line}\n`),
    shows: async (pattern: RegExp): Promise<RegExpMatchArray> => {
      for (;;) {
        const match = out.match(pattern)
        if (match !== null) return match
        await new Promise<void>(resolve => {
          changed = resolve
        })
      }
    },
    output: () => out,
    errors: () => errors,
    ended,
  }
}

it('[BASIC-35] a terminal program over TCP and a page race each other, and see nothing odd', async () => {
  const terminal = openTerminal(cluster.edges[0]?.ports['race'] ?? 0)
  const page = await PageClient.open(cluster.gateways[0]?.ports['http'] ?? 0, 'Budi')
  terminal.type('Budi')
  await page.sees(/^Halo Budi:/)
  await terminal.shows(/Hello (Budi|Budi 2) - entries: 0/)

  // Somebody waits, changes the mind, and waits again.
  page.send({ type: 'req_matchmaking' })
  await page.sees(/^Menunggu pemain lain\.\.\. \(1\)$/)
  page.send({ type: 'cancel_matchmaking' })
  await page.sees(/^Dibatalkan$/)
  terminal.type('play')
  await terminal.shows(/Menunggu pemain lain\.\.\. 1/)
  page.send({ type: 'req_matchmaking' })
  await page.sees(/^Lawan: Budi/)
  await page.sees(/^Waktu: \d+s$/)
  const text = (await terminal.shows(/TEXT (.*)\n/))[1] ?? ''
  expect(text).toBe(page.text)
  expect(page.timeLeft).toBeGreaterThanOrEqual(90)

  terminal.type('at 5.5')
  await page.sees(/^Lawan 5\.5%$/)
  await page.typeAt(200)
  await page.sees(/^Pemenang: Budi( 2)? \(finish\)$/)
  await terminal.shows(/LOST \(finish\)\nFinal Speed: \d+ WPM, winner: Budi/)
  const speed = (await page.sees(/^Final Speed: \d+ WPM$/)).match(/\d+/)?.[0]
  const row = (await page.sees(/^Papan: Budi/)).match(/Budi(?: 2)? ([\d.]+)$/)?.[1]
  // One is rounded to a whole number, the other to a tenth.
  expect(Math.abs(Number(row) - Number(speed))).toBeLessThanOrEqual(0.55)
  await terminal.shows(/1\. Budi(?: 2)? [\d.]+/)
  await page.sees(/^Peringkat baru: Budi/)

  terminal.type('quit')
  expect(await terminal.ended).toBe(0)
  expect(terminal.errors()).toBe('')
  for (const shown of [terminal.output(), ...page.seen])
    expect(shown).not.toMatch(/undefined|NaN|None|null|Kesalahan/)
  page.close()
})
