import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bootstrap } from '../infra/bootstrap.mjs'

/** Builds what is out of date, then runs a program of this folder in a process that gets our signals and arguments. */
export const runBuilt = async program => {
  await bootstrap()
  const { build } = await import('../infra/build.mjs')
  await build()
  const args = ['--import', 'tsx', program, ...process.argv.slice(2)]
  const child = spawn(process.execPath, args, {
    cwd: dirname(dirname(fileURLToPath(import.meta.url))),
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('exit', code => {
    process.exitCode = code ?? 1
  })
}
