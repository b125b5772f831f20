import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bootstrap } from './bootstrap.mjs'

await bootstrap()
const folder = dirname(fileURLToPath(import.meta.url))
const tests = spawn(process.execPath, ['--import', 'tsx', join(folder, 'test/run.ts')], {
  cwd: dirname(folder),
  stdio: ['ignore', 'inherit', 'inherit'],
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => tests.kill(signal))
tests.once('exit', code => {
  process.exitCode = code ?? 1
})
