import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { TEST_LABEL } from './engine.ts'

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

/** The end of a test run finds containers with this label. */
export const LABELLED = ['--label', `${TEST_LABEL}=yes`] as const

/** Runs a container that ends with its command. */
export const dockerRun = (...args: readonly string[]): Promise<string> =>
  docker('run', '--rm', ...LABELLED, ...args)

/**
 * `docker-compose`, or `docker compose` where there is none. Each call looks again: the set-up may have installed it
 * since the last one.
 */
export const compose = async (env: Environment, ...args: readonly string[]): Promise<string> => {
  try {
    return await command('docker-compose', args, env)
  } catch (error) {
    if (!isNotThere(error)) throw error
    return await command('docker', ['compose', ...args], env)
  }
}

const isNotThere = (error: unknown): boolean =>
  error instanceof Error && isRecord(error.cause) && error.cause['code'] === 'ENOENT'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
