import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pythonPackages } from '../python-packages.ts'
import { command } from './command.ts'

const requirements = fileURLToPath(new URL('../../kubernetes/requirements.txt', import.meta.url))

/** Why the manifests cannot be checked here; empty when they can. */
export const whyNoTools = (): string =>
  spawnSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0
    ? ''
    : 'there is no python3 with pip'

/** The YAML of an overlay. */
export const render = async (folder: string): Promise<string> => {
  return await command(`${await pythonPackages(requirements)}/bin/kubectl`, ['kustomize', folder])
}

/** Checks resources against the schemas of Kubernetes, unknown fields included. Throws with what is wrong. */
export const validate = async (file: string): Promise<string> => {
  return await python('-m', 'kubernetes_validate', '--strict', file)
}

/** The resources of a YAML file. */
export const readResources = async (file: string): Promise<unknown> => {
  const script = 'import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(open(sys.argv[1])))))'
  return JSON.parse(await python('-c', script, file))
}

const python = async (...args: readonly string[]) =>
  command('python3', args, { PYTHONPATH: await pythonPackages(requirements) })
