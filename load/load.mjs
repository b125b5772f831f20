import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bootstrap } from '../infra/bootstrap.mjs'

await bootstrap()
const { build } = await import('../infra/build.mjs')
await build()
const folder = dirname(fileURLToPath(import.meta.url))
const args = ['--import', 'tsx', join(folder, 'main.ts'), ...process.argv.slice(2)]
const child = spawn(process.execPath, args, { cwd: dirname(folder), stdio: ['ignore', 'inherit', 'inherit'] })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.once('exit', code => {
  process.exitCode = code ?? 1
})
