import { fileURLToPath } from 'node:url'
import { MESSAGES_PER_SECOND } from '@ketik/edge'
import { type GatewaySettings, startGateway } from '@ketik/gateway'
import { type MatchmakerSettings, startMatchmaker } from '@ketik/matchmaker'
import { createLog, type Running } from '@ketik/runtime'
import { type OpenScores, openScores, prepareDatabase, type RaceResults, type Scores } from '@ketik/scores'
import { startTcpEdge, type TcpEdgeSettings } from '@ketik/tcp-edge'
import { eventually } from './eventually.ts'
import { overTcp, overWebSocket, type Player } from './player.ts'
import { type ServiceProcess, startServiceProcess } from './service-process.ts'
import { asService, testDatabase, testRedis } from './services.ts'

/** Signs the sessions of every test cluster. */
export const SESSION_SECRET = 'a secret for tests alone'

type Counts = {
  readonly gateways?: number
  readonly edges?: number
  readonly matchmakers?: number
  /** Of its own unless given. */
  readonly redisUrl?: string
  readonly prefix?: string
  readonly databaseUrl?: string
}

export type ClusterOptions = Counts & {
  readonly gateway?: Partial<GatewaySettings>
  /** What single gateways have of their own, in their order. */
  readonly gatewayOfItsOwn?: readonly Partial<GatewaySettings>[]
  readonly edge?: Partial<TcpEdgeSettings>
  readonly matchmaker?: Partial<MatchmakerSettings>
}

export type ProcessOptions = Counts & { readonly environment?: Readonly<Record<string, string>> }

type SharedSettings = Omit<
  MatchmakerSettings,
  'jobConcurrency' | 'seatsMax' | 'lang' | 'length' | 'textsFolder'
> & {
  readonly host: string
  readonly sessionSecret: string
  readonly connectionsMax: number
  readonly connectionsPerAddressMax: number
  readonly messagesPerSecond: number
}

type Starters<Service> = {
  /** `index`: which one of the first ones. */
  gateway(index?: number): Promise<Service>
  edge(): Promise<Service>
  matchmaker(): Promise<Service>
}

/** Which door of which node a test player takes. */
export type Door = { readonly over: 'websocket' | 'tcp'; readonly node: number }

export type TestCluster<Service extends Running = Running> = {
  readonly gateways: readonly Service[]
  readonly edges: readonly Service[]
  readonly matchmakers: readonly Service[]
  readonly scores: OpenScores
  readonly redisUrl: string
  readonly prefix: string
  readonly databaseUrl: string
  /** A new connection through a door; nobody is logged in. */
  connect(door: Door, name: string): Promise<Player>
  /** The rows of a race, once it has ended and all of it is stored. Throws when that takes longer than a minute. */
  settled(race: string): Promise<RaceResults>
  /** Starts one more of a kind with the same settings. */
  addGateway(): Promise<Service>
  addEdge(): Promise<Service>
  addMatchmaker(): Promise<Service>
  close(): Promise<void>
}

const webFolder = fileURLToPath(new URL('../../apps/web/dist', import.meta.url))
const textsFolder = fileURLToPath(new URL('../../services/matchmaker/dist/texts/', import.meta.url))

/** A whole cluster in this process, on free ports, with a Redis prefix and a database of its own. */
export const startCluster = async (options: ClusterOptions = {}): Promise<TestCluster<Running>> => {
  const log = createLog('test', process.env['TEST_LOG_LEVEL'] ?? 'silent')
  return await assemble(options, shared => ({
    gateway: (index = -1) =>
      startGateway(
        {
          ...shared,
          httpPort: 0,
          diagnosticsPort: 0,
          plainChatPort: 0,
          trustedProxies: [],
          secureCookies: false,
          webFolder,
          ...options.gateway,
          ...options.gatewayOfItsOwn?.[index],
        },
        log,
      ),
    edge: () => startTcpEdge({ ...shared, racePort: 0, nickPort: 0, ...options.edge }, log),
    matchmaker: () =>
      startMatchmaker(
        {
          ...shared,
          jobConcurrency: 50,
          seatsMax: 2,
          lang: 'en',
          length: 'short',
          textsFolder,
          ...options.matchmaker,
        },
        log,
      ),
  }))
}

/** The same with every service in a process of its own: to be killed, frozen, measured. */
export const startProcessCluster = async (
  options: ProcessOptions = {},
): Promise<TestCluster<ServiceProcess>> =>
  await assemble(options, shared => {
    const environment = {
      HOST: shared.host,
      REDIS_URL: shared.redisUrl,
      REDIS_PREFIX: shared.prefix,
      DATABASE_URL: shared.databaseUrl,
      SESSION_SECRET: shared.sessionSecret,
      CONNECTIONS_MAX: String(shared.connectionsMax),
      CONNECTIONS_PER_ADDRESS_MAX: String(shared.connectionsPerAddressMax),
      RACE_LENGTH: 'short',
      LOG_LEVEL: 'info',
      ...options.environment,
    }
    return {
      gateway: () => startServiceProcess('gateway', environment),
      edge: () => startServiceProcess('tcp-edge', environment),
      matchmaker: () => startServiceProcess('matchmaker', environment),
    }
  })

const assemble = async <Service extends Running>(
  options: Counts,
  starters: (shared: SharedSettings) => Starters<Service>,
): Promise<TestCluster<Service>> => {
  const { gateways = 1, edges = 0, matchmakers = 1 } = options
  const redis = testRedis()
  const database = options.databaseUrl === undefined ? await testDatabase() : undefined
  const databaseUrl = options.databaseUrl ?? database?.url ?? ''
  // As in production, services cannot change the schema.
  const serviceUrl = asService(databaseUrl)
  await prepareDatabase(serviceUrl, databaseUrl)
  const shared: SharedSettings = {
    host: '127.0.0.1',
    adminHost: '127.0.0.1',
    adminPort: 0,
    redisUrl: options.redisUrl ?? redis.url,
    prefix: options.prefix ?? redis.prefix,
    databaseUrl: serviceUrl,
    sessionSecret: SESSION_SECRET,
    connectionsMax: 50_000,
    connectionsPerAddressMax: 50_000,
    messagesPerSecond: MESSAGES_PER_SECOND,
  }
  const start = starters(shared)
  const running: Service[] = []
  const startOne = async (starter: () => Promise<Service>): Promise<Service> => {
    const service = await starter()
    running.push(service)
    return service
  }
  const several = (count: number, starter: (index: number) => Promise<Service>) =>
    Promise.all(Array.from({ length: count }, (_, index) => startOne(() => starter(index))))
  const onMatchmakers = await several(matchmakers, start.matchmaker)
  const onGateways = await several(gateways, start.gateway)
  const onEdges = await several(edges, start.edge)
  const scores = openScores({ databaseUrl: serviceUrl })
  return {
    matchmakers: onMatchmakers,
    gateways: onGateways,
    edges: onEdges,
    scores,
    redisUrl: shared.redisUrl,
    prefix: shared.prefix,
    databaseUrl,
    connect: ({ over, node }, name) =>
      over === 'tcp'
        ? overTcp(onEdges[node]?.ports['race'] ?? 0, name)
        : overWebSocket(onGateways[node]?.ports['http'] ?? 0, name),
    settled: race => settled(scores, race),
    addGateway: () => startOne(() => start.gateway()),
    addEdge: () => startOne(start.edge),
    addMatchmaker: () => startOne(start.matchmaker),
    close: async () => {
      await Promise.all(running.reverse().map(service => service.close()))
      await scores.close()
      await database?.drop()
    },
  }
}

const SETTLED_WITHIN_MS = 60_000

/** Settling has no event for the outside: the rows are looked for until they are there. */
const settled = (scores: Scores, race: string): Promise<RaceResults> =>
  eventually(
    `race ${race} is settled`,
    async () => {
      const results = await scores.raceResults(race)
      return results === undefined || results.endedAt === null ? undefined : results
    },
    SETTLED_WITHIN_MS,
  )
