import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, isPortFree } from '../../local/free-port.ts'
import { provideRedisProgram } from '../../local/redis-program.ts'
import { type ServerProcess, startServerProcess } from '../../local/server-process.ts'
import { eventually } from '../eventually.ts'
import { command } from './command.ts'

/** Several Redis servers that stand in for one another. */
export type Topology = {
  readonly url: string
  /** Kills the primary that holds a key, at once and without goodbye. Resolves when it is gone. */
  killPrimaryOf(key: string): Promise<void>
  /** Resolves when another server has taken the killed one's place. */
  replaced(): Promise<void>
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const PASSWORD = 'p@ssword'
const access = `:${encodeURIComponent(PASSWORD)}@`
/** How long a server is silent before the others agree that it is down. */
const DOWN_AFTER_MS = 1_500
/** The cluster bus of a server listens this much above it. */
const BUS_OFFSET = 10_000

type Server = ServerProcess & { readonly port: number }

/** A primary, a replica and three sentinels. */
export const startSentinel = async (
  folder: string,
): Promise<Topology & { readonly sentinels: readonly number[] }> => {
  const primary = await startServer(folder, await freePort(), [])
  const replica = await startServer(folder, await freePort(), [`replicaof ${HOST} ${primary.port}`])
  const sentinels = await Promise.all(
    [0, 1, 2].map(async () =>
      startServer(
        folder,
        await freePort(),
        [
          `sentinel monitor ketik ${HOST} ${primary.port} 2`,
          `sentinel auth-pass ketik ${PASSWORD}`,
          `sentinel down-after-milliseconds ketik ${DOWN_AFTER_MS}`,
          'sentinel failover-timeout ketik 5000',
        ],
        'sentinel',
      ),
    ),
  )
  const [first] = sentinels
  const port = first?.port ?? 0
  await eventually('the sentinels know the replica and each other', async () => {
    const facts = await redisCli(port, 'sentinel', 'master', 'ketik')
    return /num-slaves\n1\n/.test(facts) && /num-other-sentinels\n2\n/.test(facts) ? true : undefined
  })
  const list = sentinels.map(sentinel => `${HOST}:${sentinel.port}`).join(',')
  return {
    url: `sentinel://${access}${list}/ketik`,
    sentinels: sentinels.map(({ pid }) => pid),
    killPrimaryOf: () => kill(primary),
    replaced: async () => {
      await eventually('the replica is the primary', async () => {
        const address = await redisCli(port, 'sentinel', 'get-master-addr-by-name', 'ketik')
        return address.includes(String(replica.port)) ? true : undefined
      })
    },
    stop: () => stopAll([...sentinels, replica, primary]),
  }
}

/** Three primaries with a replica each. */
export const startRedisCluster = async (folder: string): Promise<Topology> => {
  const servers: Server[] = []
  for (let i = 0; i < 6; i++) {
    const settings = ['cluster-enabled yes', `cluster-node-timeout ${DOWN_AFTER_MS}`]
    servers.push(await startServer(folder, await portWithBus(), settings))
  }
  const addresses = servers.map(({ port }) => `${HOST}:${port}`)
  await run(['--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes'])
  const everyNode = async (isIt: (facts: string) => boolean) => {
    const facts = await Promise.all(servers.map(({ port }) => redisCli(port, 'cluster', 'info')))
    return facts.every(isIt) ? true : undefined
  }
  const isWhole = (facts: string) => /cluster_state:ok/.test(facts) && /cluster_slots_ok:16384/.test(facts)
  await eventually('the cluster is whole', () => everyNode(isWhole))
  let killed: Server | undefined
  let killedKey = ''
  return {
    // The first has no address any more. The others are given by name, while the servers tell each other's addresses: what
    // a client began with is then dropped on the way.
    url: `cluster://${access}gone.invalid:1,${servers.map(({ port }) => `localhost:${port}`).join(',')}`,
    killPrimaryOf: async key => {
      const port = await primaryOf(servers[0]?.port ?? 0, key)
      killed = servers.find(server => server.port === port)
      killedKey = key
      if (killed === undefined) throw new Error(`no server holds ${key}`)
      servers.splice(servers.indexOf(killed), 1)
      await kill(killed)
    },
    replaced: async () => {
      await eventually('a replica has taken the slots', async () => {
        const ports = await Promise.all(servers.map(({ port }) => primaryOf(port, killedKey)))
        return ports.every(port => port !== killed?.port) ? await everyNode(isWhole) : undefined
      })
    },
    stop: () => stopAll([...servers, ...(killed === undefined ? [] : [killed])]),
  }
}

const startServer = async (
  folder: string,
  port: number,
  settings: readonly string[],
  kind: 'server' | 'sentinel' = 'server',
): Promise<Server> => {
  const own = join(folder, String(port))
  mkdirSync(own)
  const file = join(own, 'redis.conf') // a file, since sentinels and cluster nodes write down what they learn
  const common = [
    `port ${port}`,
    `bind ${HOST}`,
    `dir ${own}`,
    'daemonize no',
    'logfile ""',
    `requirepass ${PASSWORD}`,
  ]
  const data = [
    'save ""',
    'appendonly yes',
    'maxmemory-policy noeviction',
    'hz 100',
    `masterauth ${PASSWORD}`,
    'repl-diskless-sync-delay 0',
  ]
  writeFileSync(file, [...common, ...(kind === 'server' ? data : []), ...settings, ''].join('\n'))
  const server = await startServerProcess({
    name: kind,
    command: provideRedisProgram(line => console.warn(line)),
    args: [file, ...(kind === 'sentinel' ? ['--sentinel'] : [])],
    cwd: own,
    logFile: join(own, 'redis.log'),
    isReady: line => /Ready to accept connections|Sentinel ID is/.test(line),
    readyWithinMs: 60_000,
    endWith: [{ signal: 'SIGKILL', waitMs: 5_000 }],
  })
  return { ...server, port }
}

const portWithBus = async (): Promise<number> => {
  for (;;) {
    const port = await freePort()
    if (port + BUS_OFFSET <= 65_535 && (await isPortFree(port + BUS_OFFSET, HOST))) return port
  }
}

/** The port of the primary that holds a key. */
const primaryOf = async (port: number, key: string): Promise<number> => {
  const slot = Number(await redisCli(port, 'cluster', 'keyslot', key))
  for (const line of (await redisCli(port, 'cluster', 'nodes')).split('\n')) {
    const [, address = '', flags = '', , , , , , ...ranges] = line.split(' ')
    if (!flags.includes('master')) continue
    for (const range of ranges) {
      const [from = -1, to = from] = range.split('-').map(Number)
      if (slot >= from && slot <= to) return Number(/:(\d+)/.exec(address)?.[1])
    }
  }
  throw new Error(`no primary holds slot ${slot}`)
}

const kill = async (server: Server): Promise<void> => {
  process.kill(server.pid, 'SIGKILL')
  await server.exited
}

const stopAll = async (servers: readonly Server[]): Promise<void> => {
  await Promise.all(servers.map(server => server.stop()))
}

const redisCli = (port: number, ...args: readonly string[]): Promise<string> =>
  run(['-h', HOST, '-p', String(port), ...args])

const run = (args: readonly string[]): Promise<string> =>
  command('redis-cli', args, { REDISCLI_AUTH: PASSWORD })
