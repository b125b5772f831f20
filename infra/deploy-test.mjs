import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const standIns = join(root, '../shared/tools/offline-images')
const images = ['node:24-trixie-slim', 'redis:8.0', 'postgres:17', 'haproxy:3.0', 'prom/prometheus:v2.53.3']

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const hasEngine = () => succeeds('docker', 'info')
const hasCompose = () => succeeds('docker-compose', 'version') || succeeds('docker', 'compose', 'version')
const hasImage = image =>
  succeeds('docker', 'image', 'inspect', image) || succeeds('docker', 'pull', '-q', image)
const canRun = () => hasEngine() && hasCompose() && images.every(hasImage)

/** Why the stack cannot be brought up here; undefined when it can. Makes an engine and images where the tool is there. */
function whyNot() {
  if (canRun()) return undefined
  if (!existsSync(standIns))
    return 'there is no Docker engine with compose that has, or can pull, the base images'
  if (process.getuid?.() !== 0) return 'making an engine and images needs root'
  const made = spawnSync(standIns, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  return made.status === 0 && canRun() ? undefined : 'no engine and images could be made; see above'
}

/** Certificates that this host adds to the usual ones: what builds in containers need to reach the registries too. */
function extraCertificates() {
  const folder = '/usr/local/share/ca-certificates'
  if (!existsSync(folder)) return ''
  return readdirSync(folder)
    .filter(name => name.endsWith('.crt'))
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}

// node infra/deploy-test.mjs [arguments of vitest]: brings the compose stack up and tests it from outside. Where it cannot
// be brought up, the Kubernetes manifests are checked all the same.
const reason = whyNot()
if (reason !== undefined) process.stdout.write(`the compose stack is not tested here: ${reason}\n`)
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const config = join(root, 'infra/test/deploy/vitest.config.ts')
const only = reason === undefined ? [] : ['manifests']
const child = spawn(
  process.execPath,
  [vitest, 'run', '--config', config, ...only, ...process.argv.slice(2)],
  {
    cwd: root,
    env: { EXTRA_CA_CERTIFICATES: extraCertificates(), ...process.env },
    stdio: ['ignore', 'inherit', 'inherit'],
  },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.once('exit', code => {
  process.exitCode = code ?? 1
})
