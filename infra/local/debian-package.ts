import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { attempt } from './attempt.ts'

/** Where a command is: on the path, or in the usual folders. */
export function findCommand(command: string): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const folders = [...onPath, '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
  return folders.map(folder => join(folder, command)).find(isExecutable)
}

const isExecutable = (file: string): boolean =>
  attempt(() => accessSync(file, constants.X_OK) === undefined) ?? false

/** Whether packages can be installed by us: Debian or Ubuntu, and we are root. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && findCommand('apt-get') !== undefined
}

/** Installs a package of Debian; undefined when that went well, else what apt-get said. */
export function installPackage(name: string): string | undefined {
  const aptGet = (...args: readonly string[]) =>
    spawnSync('apt-get', ['-q', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const install = () => aptGet('install', '-y', '--no-install-recommends', name)
  if (install().status === 0) return undefined
  aptGet('update') // the lists may be absent, or older than what the mirror holds
  const { status, stdout, stderr } = install()
  return status === 0 ? undefined : `${stdout}${stderr}`
}
