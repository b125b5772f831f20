import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { command } from './command.ts'

const KUSTOMIZE = 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1'
const packages = fileURLToPath(new URL('../../../.ketik/tools/kubernetes', import.meta.url))

const isThere = (program: string, ...args: readonly string[]) =>
  spawnSync(program, [...args], { stdio: 'ignore' }).status === 0

/** Why the manifests cannot be checked here; undefined when they can. */
export const whyNoTools = (): string | undefined => {
  if (!isThere('python3', '-m', 'pip', '--version')) return 'there is no python3 with pip'
  const canRender =
    isThere('kustomize', 'version') || isThere('kubectl', 'kustomize', '--help') || isThere('go', 'version')
  return canRender ? undefined : 'there is neither kustomize nor kubectl, nor Go to build kustomize with'
}

/** The YAML of an overlay, by kustomize, by kubectl, or by a kustomize that Go builds once. */
export const render = async (folder: string): Promise<string> => {
  if (isThere('kustomize', 'version')) return await command('kustomize', ['build', folder])
  if (isThere('kubectl', 'kustomize', '--help')) return await command('kubectl', ['kustomize', folder])
  const built = `${(await command('go', ['env', 'GOPATH'])).trim()}/bin/kustomize`
  if (!existsSync(built)) await command('go', ['install', KUSTOMIZE])
  return await command(built, ['build', folder])
}

/** Checks resources against the schemas of Kubernetes, unknown fields included. Throws with what is wrong. */
export const validate = async (file: string): Promise<string> => {
  await installPackages()
  return await python('-m', 'kubernetes_validate', '--strict', file)
}

/** The resources of a YAML file. */
export const readResources = async (file: string): Promise<unknown> => {
  await installPackages()
  const script = 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))'
  return JSON.parse(await python('-c', script, file))
}

const python = (...args: readonly string[]) => command('python3', args, { PYTHONPATH: packages })

const installPackages = async (): Promise<void> => {
  if (existsSync(`${packages}/kubernetes_validate`)) return
  mkdirSync(packages, { recursive: true })
  const requirements = fileURLToPath(new URL('../../kubernetes/requirements.txt', import.meta.url))
  await command('python3', ['-m', 'pip', 'install', '--quiet', '--target', packages, '-r', requirements])
}
