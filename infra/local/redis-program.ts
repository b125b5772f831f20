import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { WrongUse } from './command-line.ts'
import { canInstall, findCommand, installPackage } from './debian-package.ts'

/** The path of a redis-server; installs Debian's when there is none and we may. Throws WrongUse otherwise. */
export function provideRedisProgram(say: (line: string) => void): string {
  const found = findCommand('redis-server')
  if (found !== undefined) return found
  if (!canInstall()) {
    throw new WrongUse(
      'redis-server is not installed: install it (apt-get install redis-server, brew install redis) or set REDIS_URL',
    )
  }
  say('installing redis-server by apt-get …')
  const problem = installPackage('redis-server')
  const installed = findCommand('redis-server')
  if (installed === undefined) {
    throw new WrongUse(
      `apt-get could not install redis-server; install it yourself or set REDIS_URL\n${problem ?? ''}`,
    )
  }
  // We start a Redis of our own; the one Debian starts with the machine is not wanted.
  if (existsSync('/run/systemd/system')) spawnSync('systemctl', ['disable', '--now', 'redis-server'])
  say('installing redis-server by apt-get: done')
  return installed
}
