import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { compose } from './command.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Why the compose stack cannot be brought up here; empty when it can. */
    readonly noStack: string
  }
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
/** Starts an engine and makes stand-ins for the images where none can be pulled. It is not part of the repository. */
const offlineImages = join(root, '../shared/tools/offline-images')
const images = ['node:24-trixie-slim', 'redis:8.0', 'postgres:17', 'haproxy:3.0', 'prom/prometheus:v2.53.3']

/** Sees to an engine and the base images, and builds ours from the files as they are now. */
export default async function setup(project: TestProject): Promise<void> {
  const reason = whyNoStack()
  project.provide('noStack', reason)
  if (reason !== '') console.warn(`the compose stack is not tested here: ${reason}`)
  else await compose({ EXTRA_CA_CERTIFICATES: extraCertificates() }, 'build', 'migrate')
}

const whyNoStack = (): string => {
  if (canRun()) return ''
  if (!existsSync(offlineImages))
    return 'there is no Docker engine with compose that has, or can pull, the base images'
  if (process.getuid?.() !== 0) return 'making an engine and images needs root'
  const made = spawnSync(offlineImages, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  return made.status === 0 && canRun() ? '' : 'no engine and images could be made; see above'
}

const succeeds = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, [...args], { stdio: 'ignore' }).status === 0

const hasImage = (image: string): boolean =>
  succeeds('docker', 'image', 'inspect', image) || succeeds('docker', 'pull', '-q', image)

const canRun = (): boolean =>
  succeeds('docker', 'info') &&
  (succeeds('docker-compose', 'version') || succeeds('docker', 'compose', 'version')) &&
  images.every(hasImage)

/** Certificates that this host adds to the usual ones: what builds in containers need to reach the registries too. */
const extraCertificates = (): string => {
  const folder = '/usr/local/share/ca-certificates'
  if (!existsSync(folder)) return ''
  return readdirSync(folder)
    .filter(name => name.endsWith('.crt'))
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}
