import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { WrongUse } from './config.ts'

/** The path of a redis-server; installs Debian's when there is none and we may. Throws WrongUse otherwise. */
export function findRedis(path: string | undefined, say: (line: string) => void): string {
  const found = onPath('redis-server', path)
  if (found !== undefined) return found
  if (process.getuid?.() !== 0 || onPath('apt-get', path) === undefined) {
    throw new WrongUse(
      'redis-server is not installed: install it (apt-get install redis-server, brew install redis) or set REDIS_URL',
    )
  }
  say('installing redis-server by apt-get …')
  installRedis()
  const installed = onPath('redis-server', path)
  if (installed === undefined) throw new WrongUse('apt-get installed redis-server, but it is not on the path')
  return installed
}

function onPath(command: string, path = ''): string | undefined {
  const folders = [
    ...path.split(delimiter).filter(Boolean),
    '/usr/bin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ]
  return folders.map(folder => join(folder, command)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function installRedis(): void {
  const settings = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = () => apt(['install', '-y', '--no-install-recommends', 'redis-server'], settings)
  if (install().status !== 0) {
    apt(['update'], settings)
    const { status, output } = install()
    if (status !== 0)
      throw new WrongUse(`apt-get could not install redis-server; install it or set REDIS_URL\n${output}`)
  }
  // We start a Redis of our own; the one Debian starts with the machine is not wanted.
  if (existsSync('/run/systemd/system')) spawnSync('systemctl', ['disable', '--now', 'redis-server'])
}

function apt(args: readonly string[], env: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync('apt-get', ['-q', ...args], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { status, output: `${stdout}${stderr}` }
}
