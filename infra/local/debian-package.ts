import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where a command is: on the path, or in the usual folders. */
export function findCommand(command: string, path = process.env['PATH'] ?? ''): string | undefined {
  const folders = [
    ...path.split(delimiter).filter(Boolean),
    '/usr/bin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ]
  return folders.map(folder => join(folder, command)).find(isExecutable)
}

/** Whether packages can be installed here by us: Debian or Ubuntu, and we are root. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && findCommand('apt-get') !== undefined
}

/** Installs a package of Debian; undefined when that went well, else what apt-get said. */
export function installPackage(name: string): string | undefined {
  const install = () => aptGet(['install', '-y', '--no-install-recommends', name])
  if (install().status === 0) return undefined
  aptGet(['update']) // the lists may be absent, or older than what the mirror holds
  const { status, output } = install()
  return status === 0 ? undefined : output
}

function aptGet(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('apt-get', ['-q', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { status, output: `${stdout}${stderr}` }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
