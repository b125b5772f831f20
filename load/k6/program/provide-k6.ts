import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { WrongUse } from '../../../infra/local/command-line.ts'
import { findCommand } from '../../../infra/local/debian-package.ts'
import { provideGo } from './provide-go.ts'

/** The newest that builds with the Go that CI has; the scripts need `k6/websockets`, which 1.6 was the first to have. */
const VERSION = 'v1.8.1'
const MINOR_MIN = 6

const HOW_TO_GET = [
  'k6 is not installed and there is no Go to build it with. Either',
  '  install Go, any version (apt-get install golang-go, brew install go): k6 is then built here, or',
  `  install k6 ${VERSION} (https://grafana.com/docs/k6/latest/set-up/install-k6/, brew install k6)`,
].join('\n')

/** The path of a k6 that can run our scripts: on the path, built before, or built now. Throws WrongUse otherwise. */
export const provideK6 = async (root: string, say: (line: string) => void): Promise<string> => {
  const onPath = findCommand('k6')
  if (onPath !== undefined && isNewEnough(onPath)) return onPath
  const folder = join(root, '.ketik/tools', `k6-${VERSION}`)
  const built = join(folder, 'k6')
  if (existsSync(built)) return built
  const go = provideGo(root, say)
  if (go === undefined) throw new WrongUse(HOW_TO_GET)
  mkdirSync(folder, { recursive: true })
  say(`building k6 ${VERSION} (a minute or two) …`)
  const startedAt = performance.now()
  await install(go, folder)
  say(`building k6 ${VERSION}: done in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
  return built
}

const isNewEnough = (k6: string): boolean => {
  const printed = execFileSync(k6, ['version'], { encoding: 'utf8' })
  const [, major = '0', minor = '0'] = /v(\d+)\.(\d+)\./.exec(printed) ?? []
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= MINOR_MIN)
}

/** What is built is what the checksum database of Go says, module by module. */
const install = (go: string, folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    // GOROOT, where it is set, is that of the Go on the path, which need not be this one.
    const { GOROOT: _, ...inherited } = process.env
    const env = { ...inherited, GOBIN: folder, GOFLAGS: '', CGO_ENABLED: '0' }
    const child = spawn(go, ['install', `go.k6.io/k6@${VERSION}`], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const said: Buffer[] = []
    child.stderr.on('data', chunk => said.push(chunk))
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve()
      else reject(new WrongUse(`building k6 failed:\n${Buffer.concat(said).toString().slice(-2_000)}`))
    })
  })
