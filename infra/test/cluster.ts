import { fileURLToPath } from 'node:url'
import { type GatewaySettings, startGateway } from '@ketik/gateway'
import { type MatchmakerSettings, startMatchmaker } from '@ketik/matchmaker'
import { createLog, type Running } from '@ketik/runtime'
import { migrate, openScores, type Scores } from '@ketik/scores'
import { startTcpEdge, type TcpEdgeSettings } from '@ketik/tcp-edge'
import { testDatabase, testRedis } from './services.ts'

export type ClusterOptions = {
  readonly gateways?: number
  readonly edges?: number
  readonly matchmakers?: number
  readonly gateway?: Partial<GatewaySettings>
  readonly edge?: Partial<TcpEdgeSettings>
  readonly matchmaker?: Partial<MatchmakerSettings>
}

export type TestCluster = {
  readonly gateways: readonly Running[]
  readonly edges: readonly Running[]
  readonly matchmakers: readonly Running[]
  readonly scores: Scores
  readonly redisUrl: string
  readonly prefix: string
  readonly databaseUrl: string
  /** Starts one more of a kind with the same settings. */
  addGateway(): Promise<Running>
  addEdge(): Promise<Running>
  addMatchmaker(): Promise<Running>
  close(): Promise<void>
}

const textsFolder = fileURLToPath(new URL('../../services/matchmaker/dist/texts/', import.meta.url))

/** A whole cluster in this process, on free ports, with a Redis prefix and a database of its own. */
export const startCluster = async (options: ClusterOptions = {}): Promise<TestCluster> => {
  const { gateways = 1, edges = 0, matchmakers = 1 } = options
  const redis = testRedis()
  const database = await testDatabase()
  await migrate(database.url)
  const log = createLog('test', process.env['TEST_LOG_LEVEL'] ?? 'silent')
  const shared = {
    host: '127.0.0.1',
    adminHost: '127.0.0.1',
    adminPort: 0,
    redisUrl: redis.url,
    prefix: redis.prefix,
    databaseUrl: database.url,
    sessionSecret: 'a secret for tests alone',
    connectionsMax: 50_000,
    connectionsPerAddressMax: 50_000,
  }
  const running: Running[] = []
  const started = async (service: Promise<Running>): Promise<Running> => {
    running.push(await service)
    return await service
  }
  const addGateway = () =>
    started(
      startGateway(
        {
          ...shared,
          httpPort: 0,
          diagnosticsPort: 0,
          plainChatPort: 0,
          trustedProxies: [],
          secureCookies: false,
          webFolder: fileURLToPath(new URL('../../apps/web/dist', import.meta.url)),
          ...options.gateway,
        },
        log,
      ),
    )
  const addEdge = () => started(startTcpEdge({ ...shared, racePort: 0, nickPort: 0, ...options.edge }, log))
  const addMatchmaker = () =>
    started(
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
    )
  const several = (count: number, start: () => Promise<Running>) =>
    Promise.all(Array.from({ length: count }, () => start()))
  const scores = openScores({ databaseUrl: database.url })
  return {
    matchmakers: await several(matchmakers, addMatchmaker),
    gateways: await several(gateways, addGateway),
    edges: await several(edges, addEdge),
    scores,
    redisUrl: redis.url,
    prefix: redis.prefix,
    databaseUrl: database.url,
    addGateway,
    addEdge,
    addMatchmaker,
    close: async () => {
      await Promise.all(running.reverse().map(service => service.close()))
      await scores.close()
      await database.drop()
    },
  }
}
