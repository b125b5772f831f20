import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')

type Environment = Readonly<Record<string, string | undefined>>

/** Runs a command in the repository's root and answers what it printed. Throws with what it complained of. */
export const command = (program: string, args: readonly string[], env: Environment = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-40).join('\n')
      reject(new Error(`${program} ${args.join(' ')}\n${said}`, { cause: error }))
    })
  })

export const docker = (...args: readonly string[]): Promise<string> => command('docker', args)

const isAloneStanding = spawnSync('docker-compose', ['version'], { stdio: 'ignore' }).status === 0

/** `docker-compose` or `docker compose`, whichever is there. */
export const compose = (env: Environment, ...args: readonly string[]): Promise<string> =>
  isAloneStanding ? command('docker-compose', args, env) : command('docker', ['compose', ...args], env)
