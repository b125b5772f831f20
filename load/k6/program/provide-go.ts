import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findCommand } from '../../../infra/local/debian-package.ts'

/** What the pinned k6 asks for, and the toolchain that is fetched where Go is older. */
const MINOR_MIN = 25
const TOOLCHAIN = 'v0.0.1-go1.25.5'

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' }

/**
 * A go command new enough to build k6. Go publishes its toolchains as modules, checked against its checksum database,
 * so that an old one (Debian 12 has 1.19) can fetch a newer one by itself. Undefined when there is no Go at all.
 */
export const provideGo = (root: string, say: (line: string) => void): string | undefined => {
  const go = findCommand('go')
  if (go === undefined || minorOf(go) >= MINOR_MIN) return go
  say(`this Go is older than 1.${MINOR_MIN}: fetching a newer toolchain …`)
  const folder = join(root, '.ketik/tools')
  mkdirSync(folder, { recursive: true })
  const name = `golang.org/toolchain@${TOOLCHAIN}.${process.platform}-${ARCHITECTURES[process.arch]}`
  const env = { ...process.env, GOFLAGS: '-modcacherw' }
  const told = execFileSync(go, ['mod', 'download', '-json', name], { cwd: folder, env, encoding: 'utf8' })
  const { Dir } = JSON.parse(told) as { readonly Dir: string }
  makeRunnable(join(Dir, 'bin'))
  for (const tool of readdirSync(join(Dir, 'pkg/tool'))) makeRunnable(join(Dir, 'pkg/tool', tool))
  return join(Dir, 'bin/go')
}

const minorOf = (go: string): number =>
  Number(/go1\.(\d+)/.exec(execFileSync(go, ['version'], { encoding: 'utf8' }))?.[1])

/** The archive of a module does not say what may be run. */
const makeRunnable = (folder: string): void => {
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o755)
}
