import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { compose } from './command.ts'
import { offlineImages } from './engine.ts'

const images = ['node:24-trixie-slim', 'redis:8.0', 'postgres:17', 'haproxy:3.0', 'prom/prometheus:v2.53.3']

/**
 * Sees to an engine, a compose command and the base images. Resolves with why the stack cannot be brought up here, or
 * with an empty text. `maker` installs and starts what is missing.
 */
export const provideStack = async (maker = offlineImages): Promise<string> => {
  if (await canRun()) return ''
  if (!existsSync(maker))
    return 'there is no Docker engine with compose that has, or can pull, the base images'
  if (process.getuid?.() !== 0) return 'making an engine and images needs root'
  const { status } = spawnSync(maker, { stdio: ['ignore', 'inherit', 'inherit'] })
  return status === 0 && (await canRun()) ? '' : 'no engine and images could be made; see above'
}

const canRun = async (): Promise<boolean> =>
  succeeds('docker', 'info') && (await hasCompose()) && images.every(hasImage)

const hasCompose = (): Promise<boolean> =>
  compose({}, 'version').then(
    () => true,
    () => false,
  )

const hasImage = (image: string): boolean =>
  succeeds('docker', 'image', 'inspect', image) || succeeds('docker', 'pull', '-q', image)

const succeeds = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, [...args], { stdio: 'ignore' }).status === 0
