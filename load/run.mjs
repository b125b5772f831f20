import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { bootstrap } from '../infra/bootstrap.mjs'

// node load/run.mjs load/drill/main.ts …: builds what is out of date, then runs a program with our arguments and signals.
await bootstrap()
const { build } = await import('../infra/build.mjs')
await build()
const child = spawn(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)], {
  cwd: dirname(import.meta.dirname),
  stdio: ['ignore', 'inherit', 'inherit'],
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.once('exit', code => {
  process.exitCode = code ?? 1
})
