import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bootstrap } from './bootstrap.mjs'

/** Whatever happens, the last line says how many tests passed and failed. */
let isCounted = false
process.on('exit', () => {
  if (!isCounted) process.stdout.write('\n0 passed, 1 failed\n')
})
process.exitCode = 1
await bootstrap()

const folder = dirname(fileURLToPath(import.meta.url))
const plan = process.argv.slice(2)
const tests = spawn(process.execPath, ['--import', 'tsx', join(folder, 'test/run.ts'), ...plan], {
  cwd: dirname(folder),
  // A session of its own: Ctrl-C reaches it once, through us.
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => tests.kill(signal))
// A npm that is killed passes nothing on.
const parent = process.ppid
const isRunByNpm = process.env.npm_lifecycle_event !== undefined
const watch = setInterval(() => {
  if (isRunByNpm && process.ppid !== parent) tests.kill('SIGTERM')
}, 1_000)
tests.on('message', () => {
  isCounted = true
})
tests.once('close', code => {
  clearInterval(watch)
  process.exitCode = code ?? 1
})
