import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { prepareDatabase } from '@ketik/scores'
import type { Listening } from './addresses.ts'
import type { LocalConfig } from './config.ts'
import { keepRunning } from './keep-running.ts'
import { keptSecret } from './kept-values.ts'
import { provideDatabase, provideRedis } from './own-servers.ts'
import type { ProcessGroup } from './process-group.ts'
import type { ServerProcess } from './server-process.ts'
import { type PlannedService, planServices, portsAgain } from './service-plan.ts'
import { type ServiceProcess, startService } from './service-process.ts'

export type ClusterOptions = {
  readonly config: LocalConfig
  readonly root: string
  readonly inherited: NodeJS.ProcessEnv
  readonly group: ProcessGroup
  readonly say: (line: string) => void
}

/**
 * Starts Redis and PostgreSQL (unless given), brings the tables up to date, then starts every service, and keeps them
 * all running. Resolves when all of them serve. After a rejection the group still holds what was started.
 */
export async function startLocalCluster(options: ClusterOptions): Promise<readonly Listening[]> {
  const { config, group, say } = options
  const logFolder = join(config.folder, 'logs')
  mkdirSync(logFolder, { recursive: true })
  const surroundings = { config, logFolder, group, say }
  const [redisUrl, databaseUrl] = await Promise.all([
    provideRedis(surroundings),
    provideDatabase(surroundings).then(async url => {
      const ownerUrl = config.databaseOwnerUrl ?? url
      const servicesUrl = config.databaseUrl ?? forServices(url, config.folder)
      await prepareDatabase(servicesUrl, ownerUrl)
      return servicesUrl
    }),
  ])
  const sessionSecret = config.sessionSecret ?? keptSecret(join(config.folder, 'secret'))
  const planned = planServices(config, { redisUrl, databaseUrl, sessionSecret })
  return Promise.all(planned.map(service => startKept(service, logFolder, options)))
}

/** The address of our own database for a role that cannot change the schema. */
function forServices(ownerUrl: string, folder: string): string {
  const url = new URL(ownerUrl)
  url.username = 'ketik_service'
  url.password = keptSecret(join(folder, 'database-password'))
  return url.href
}

async function startKept(
  service: PlannedService,
  logFolder: string,
  options: ClusterOptions,
): Promise<Listening> {
  const { root, inherited, group, say } = options
  const { name, kind } = service
  const onStart = (started: ServerProcess) => group.add('service', name, started)
  const start = (previous: ServiceProcess | undefined) =>
    startService(service, portsAgain(service, previous?.ports), { root, logFolder, inherited, onStart })
  const { ports } = await keepRunning(name, start, group, say)
  return { name, kind, ports }
}
