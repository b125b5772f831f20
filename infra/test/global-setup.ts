import type { TestProject } from 'vitest/node'
import { type StartedServices, startServices } from './started-services.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly redisUrl: string
    readonly databaseUrl: string
  }
}

/** Each vitest project loads this file anew; the process is what they share. */
const shared = globalThis as typeof globalThis & {
  ketikServices?: Promise<StartedServices>
  ketikUsers?: number
}

/** Starts the services at the first project that needs them and stops them after the last. */
export default async function setup(project: TestProject) {
  shared.ketikServices ??= startServices()
  shared.ketikUsers = (shared.ketikUsers ?? 0) + 1
  const services = await shared.ketikServices
  project.provide('redisUrl', services.redisUrl)
  project.provide('databaseUrl', services.databaseUrl)
  return async () => {
    shared.ketikUsers = (shared.ketikUsers ?? 1) - 1
    if (shared.ketikUsers > 0) return
    delete shared.ketikServices
    await services.stop()
  }
}
