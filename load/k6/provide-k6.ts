import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { WrongUse } from '../../infra/local/command-line.ts'
import { findCommand } from '../../infra/local/debian-package.ts'

/** The newest that builds with the Go that CI has; the scripts need `k6/websockets`, which 1.6 was the first to have. */
const VERSION = 'v1.8.1'
const K6_MIN = 1.06
/** What that asks of Go, and the toolchain that is fetched where Go is older. */
const GO_MIN = 1.25
const TOOLCHAIN = 'v0.0.1-go1.25.5'

const HOW_TO_GET = [
  'k6 is not installed and there is no Go to build it with. Either',
  '  install Go, any version (apt-get install golang-go, brew install go): k6 is then built here, or',
  `  install k6 ${VERSION} (https://grafana.com/docs/k6/latest/set-up/install-k6/, brew install k6)`,
].join('\n')

/** The path of a k6 that can run our scripts: on the path, built before, or built now. Throws WrongUse otherwise. */
export const provideK6 = async (root: string, say: (line: string) => void): Promise<string> => {
  const onPath = findCommand('k6')
  if (onPath !== undefined && versionOf(onPath) >= K6_MIN) return onPath
  const folder = join(root, '.ketik/tools', `k6-${VERSION}`)
  const built = join(folder, 'k6')
  if (existsSync(built)) return built
  const go = findCommand('go')
  if (go === undefined) throw new WrongUse(HOW_TO_GET)
  mkdirSync(folder, { recursive: true })
  if (versionOf(go) < GO_MIN) say(`this Go is older than ${GO_MIN}: fetching a newer toolchain …`)
  const newGo = versionOf(go) < GO_MIN ? fetchGo(go, folder) : go
  say(`building k6 ${VERSION} (a minute or two) …`)
  const startedAt = performance.now()
  // What is built is what the checksum database of Go says, module by module. GOROOT, where it is set, is that of the Go
  // on the path, which need not be this one.
  const { GOROOT: _, ...inherited } = process.env
  const env = { ...inherited, GOBIN: folder, GOFLAGS: '', CGO_ENABLED: '0' }
  await promisify(execFile)(newGo, ['install', `go.k6.io/k6@${VERSION}`], { cwd: folder, env })
  say(`building k6 ${VERSION}: done in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
  return built
}

/** `go version go1.19.8 linux/amd64` and `k6 v1.8.1 (…)`: 1.19 and 1.08. */
const versionOf = (command: string): number => {
  const printed = execFileSync(command, ['version'], { encoding: 'utf8' })
  const [, major, minor] = /[ov](\d+)\.(\d+)/.exec(printed) ?? []
  return Number(major) + Number(minor) / 100
}

/**
 * Go publishes its toolchains as modules, checked against its checksum database, so that an old Go (Debian 12 has 1.19)
 * can fetch a newer one by itself. The archive of a module does not say what may be run.
 */
const fetchGo = (go: string, folder: string): string => {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch
  const name = `golang.org/toolchain@${TOOLCHAIN}.${process.platform}-${architecture}`
  const env = { ...process.env, GOFLAGS: '-modcacherw' }
  const told = execFileSync(go, ['mod', 'download', '-json', name], { cwd: folder, env, encoding: 'utf8' })
  const { Dir } = JSON.parse(told) as { readonly Dir: string }
  execFileSync('chmod', ['-R', 'a+x', join(Dir, 'bin'), join(Dir, 'pkg/tool')])
  return join(Dir, 'bin/go')
}
