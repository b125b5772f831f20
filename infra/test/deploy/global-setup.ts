import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { engineRuns } from '../run/machine-state.ts'
import { compose } from './command.ts'
import { leaveEngine } from './engine.ts'
import { whyNoTools } from './kubernetes-tools.ts'
import { provideStack } from './provide-stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Why the compose stack cannot be brought up here; empty when it can. */
    readonly noStack: string
    /** Why the Kubernetes manifests cannot be checked here; empty when they can. */
    readonly noManifests: string
  }
}

/**
 * Sees to an engine and the base images, and builds ours from the files as they are now. Afterwards the engine is as it
 * was before: one that was started here has ended.
 */
export default async function setup(project: TestProject): Promise<() => void> {
  const ranBefore = engineRuns()
  const startedAt = new Date()
  const leave = () => leaveEngine(ranBefore, startedAt)
  const noManifests = whyNoTools()
  project.provide('noManifests', noManifests)
  if (noManifests !== '') console.warn(`the Kubernetes manifests are not checked here: ${noManifests}`)
  try {
    const noStack = await provideStack()
    project.provide('noStack', noStack)
    if (noStack !== '') console.warn(`the compose stack is not tested here: ${noStack}`)
    else await compose({ EXTRA_CA_CERTIFICATES: extraCertificates() }, 'build', 'migrate')
  } catch (error) {
    leave() // vitest calls no teardown of a set-up that failed
    throw error
  }
  return leave
}

/** Certificates that this host adds to the usual ones: what builds in containers need to reach the registries too. */
const extraCertificates = (): string => {
  const folder = '/usr/local/share/ca-certificates'
  if (!existsSync(folder)) return ''
  return readdirSync(folder)
    .filter(name => name.endsWith('.crt'))
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
}
