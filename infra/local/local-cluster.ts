import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { prepareDatabase } from '@ketik/scores'
import type { Listening } from './addresses.ts'
import { keepRunning } from './keep-running.ts'
import { keptSecret } from './kept-values.ts'
import { provideDatabase, provideRedis, type Surroundings } from './own-servers.ts'
import type { ServerProcess } from './server-process.ts'
import { planServices } from './service-plan.ts'
import { type ServiceProcess, serviceEnvironment, startService } from './service-process.ts'

/**
 * Starts Redis and PostgreSQL (unless given), brings the tables up to date, then starts every service, and keeps them
 * all running. Resolves when all of them serve. After a rejection the group still holds what was started.
 */
export async function startLocalCluster(surroundings: Surroundings): Promise<readonly Listening[]> {
  const { config, group, say } = surroundings
  const logFolder = join(config.folder, 'logs')
  mkdirSync(logFolder, { recursive: true })
  const [redisUrl, databaseUrl] = await Promise.all([
    provideRedis(surroundings),
    provideDatabase(surroundings).then(async url => {
      const servicesUrl = config.databaseUrl ?? forServices(url, config.folder)
      await prepareDatabase(servicesUrl, config.databaseOwnerUrl ?? url)
      return servicesUrl
    }),
  ])
  const env = serviceEnvironment(process.env, {
    HOST: config.host,
    REDIS_URL: redisUrl,
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: config.sessionSecret ?? keptSecret(join(config.folder, 'secret')),
  })
  const starting = planServices(config).map(async service => {
    const { name } = service
    const logFile = join(logFolder, `${name}.log`)
    const onStart = (started: ServerProcess) => group.add('service', name, started)
    const start = (before: ServiceProcess | undefined) =>
      startService(service, before, { env, logFile, onStart })
    const { ports } = await keepRunning(name, start, group.stopping, say)
    return { name, ports }
  })
  return Promise.all(starting)
}

/** The address of our own database for a role that cannot change the schema. */
function forServices(ownerUrl: string, folder: string): string {
  const url = new URL(ownerUrl)
  url.username = 'ketik_service'
  url.password = keptSecret(join(folder, 'database-password'))
  return url.href
}
