import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compose } from './command.ts'
import { offlineImages } from './engine.ts'

const developmentFile = fileURLToPath(new URL('../../compose/development.env', import.meta.url))
/** The images that compose takes with the development file, which the tests use. Grafana is not started by any test. */
const images = [...readFileSync(developmentFile, 'utf8').matchAll(/^\w+_IMAGE=(\S+)$/gm)]
  .map(([, image = '']) => image)
  .filter(image => !image.startsWith('grafana/'))

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
