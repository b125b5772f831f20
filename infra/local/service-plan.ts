import { type LocalConfig, type PortVariable, portOfInstance, portVariables } from './config.ts'

/** One service process to run. */
export type PlannedService = {
  readonly name: string
  readonly kind: ServiceKind
  /** Below the repository's root. */
  readonly entry: string
  readonly ports: Readonly<Partial<Record<PortVariable, number>>>
  readonly environment: Readonly<Record<string, string>>
}

export type ServiceKind = 'gateway' | 'tcp-edge' | 'matchmaker'

/** What every service is told besides its ports. */
export type SharedSettings = {
  readonly redisUrl: string
  readonly databaseUrl: string
  readonly sessionSecret: string
}

const portsOf = {
  gateway: ['GATEWAY_PORT', 'DIAGNOSTICS_PORT', 'PLAIN_CHAT_PORT', 'ADMIN_PORT'],
  'tcp-edge': ['TCP_RACE_PORT', 'NICK_PORT', 'ADMIN_PORT'],
  matchmaker: ['ADMIN_PORT'],
} as const satisfies Record<ServiceKind, readonly PortVariable[]>

/** The names under which a service tells its ports once it listens. */
const toldNames: Readonly<Record<PortVariable, string>> = {
  GATEWAY_PORT: 'http',
  DIAGNOSTICS_PORT: 'diagnostics',
  PLAIN_CHAT_PORT: 'plainChat',
  TCP_RACE_PORT: 'race',
  NICK_PORT: 'nick',
  ADMIN_PORT: 'admin',
}

/** The ports to start a service with: those it had before, so that its clients find it again. */
export function portsAgain(
  { ports }: PlannedService,
  told: Readonly<Record<string, number>> = {},
): Readonly<Partial<Record<PortVariable, number>>> {
  const again: Partial<Record<PortVariable, number>> = {}
  for (const variable of portVariables) {
    const port = ports[variable]
    if (port !== undefined) again[variable] = told[toldNames[variable]] ?? port
  }
  return again
}

/** Every service process of the cluster, with the ports it is to listen on. */
export function planServices(config: LocalConfig, shared: SharedSettings): readonly PlannedService[] {
  const { gateways, edges, matchmakers } = config.counts
  const kinds: readonly (readonly [ServiceKind, number])[] = [
    ['matchmaker', matchmakers],
    ['gateway', gateways],
    ['tcp-edge', edges],
  ]
  let processes = 0 // all have an admin port, so those are numbered through
  return kinds.flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, instance) =>
      planService(config, shared, kind, instance, portOfInstance(config.ports.ADMIN_PORT, processes++)),
    ),
  )
}

function planService(
  config: LocalConfig,
  shared: SharedSettings,
  kind: ServiceKind,
  instance: number,
  adminPort: number,
): PlannedService {
  const ports: Partial<Record<PortVariable, number>> = {}
  for (const variable of portsOf[kind]) {
    ports[variable] = variable === 'ADMIN_PORT' ? adminPort : portOfInstance(config.ports[variable], instance)
  }
  return {
    name: `${kind}-${instance + 1}`,
    kind,
    entry: `services/${kind}/dist/main.js`,
    ports,
    environment: {
      HOST: config.host,
      REDIS_URL: shared.redisUrl,
      REDIS_PREFIX: config.redisPrefix,
      DATABASE_URL: shared.databaseUrl,
      SESSION_SECRET: shared.sessionSecret,
      NODE_ENV: config.nodeEnv,
      LOG_LEVEL: config.logLevel,
    },
  }
}
