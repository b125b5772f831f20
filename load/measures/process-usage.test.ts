import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { cpuMs, familyCpuMs, familyMiB, residentKib } from './process-usage.ts'

const BUSY = 'const end = Date.now() + 300; while (Date.now() < end);'

it('counts what a process and its children have used, also those that have ended', async () => {
  const program = `
    const { execFileSync, spawn } = require('node:child_process')
    execFileSync(process.execPath, ['-e', '${BUSY}'])
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: ['pipe', 'ignore', 'ignore'] })
    console.log('up')
    process.stdin.on('end', () => process.exit()).resume()
    process.on('exit', () => process.kill(-process.pid))`
  const child = spawn(process.execPath, ['-e', program], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const pid = child.pid ?? 0
  expect(familyCpuMs(pid)).toBeGreaterThan(cpuMs(pid) + 100)
  expect(residentKib(pid)).toBeGreaterThan(1_000)
  expect(familyMiB(pid) * 1_024).toBeGreaterThan(1.2 * residentKib(pid))
  child.stdin.end()
  await once(child, 'close')
  expect([cpuMs(pid), familyCpuMs(pid), residentKib(pid), familyMiB(pid)]).toEqual([0, 0, 0, 0])
})
