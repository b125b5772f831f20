import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { WrongUse } from '../../infra/local/command-line.ts'
import { readConfig } from '../../infra/local/config.ts'
import { startLocalCluster } from '../../infra/local/local-cluster.ts'
import { createProcessGroup } from '../../infra/local/process-group.ts'
import { claimRun } from '../../infra/local/run-lock.ts'

export type OwnClusterOptions = {
  readonly root: string
  readonly gateways: number
  readonly edges: number
  readonly matchmakers: number
  readonly say: (line: string) => void
}

export type OwnCluster = {
  /** WebSocket addresses of the gateways' race door. */
  readonly gateways: readonly string[]
  /** `host:port` of the TCP race doors. */
  readonly edges: readonly string[]
  /** Every process of it, Redis and PostgreSQL included. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[]
  stop(): Promise<void>
}

/** All load comes from one address, and a run should end within minutes. */
const settings = {
  CONNECTIONS_MAX: '100000',
  CONNECTIONS_PER_ADDRESS_MAX: '100000',
  RACE_LENGTH: 'short',
  LOG_LEVEL: 'warn',
} as const

/** A cluster of processes as `npm start` runs it, on free ports, with its data, new for each run, in `.ketik/load`. */
export const startOwnCluster = async (options: OwnClusterOptions): Promise<OwnCluster> => {
  const { root, gateways, edges, matchmakers, say } = options
  const counts = { gateways, edges, matchmakers }
  const flags = Object.entries(counts).flatMap(([name, count]) => [`--${name}`, String(count)])
  const folder = join(root, '.ketik/load')
  const config = readConfig([...flags, '--free-ports'], { KETIK_DIR: folder, ...settings })
  if (config === undefined) throw new WrongUse('the local cluster takes no such flags')
  mkdirSync(folder, { recursive: true, mode: 0o711 }) // the account PostgreSQL runs as passes through
  const { lock, leftovers } = await claimRun(join(folder, 'run.json'))
  if (leftovers.length > 0) say(`stopped what a killed run had left: ${leftovers.join(', ')}`)
  for (const data of ['redis', 'postgres']) rmSync(join(folder, data), { recursive: true, force: true })
  const group = createProcessGroup(lock)
  const processes: { name: string; pid: number }[] = []
  const counted: typeof group = {
    ...group,
    add: (stage, name, started) => {
      processes.push({ name, pid: started.pid })
      group.add(stage, name, started)
    },
  }
  const stop = async () => {
    await group.stop()
    lock.release()
  }
  try {
    const inherited = { ...process.env, ...settings }
    const listening = await startLocalCluster({ config, root, inherited, group: counted, say })
    const portsOf = (kind: string, port: string) =>
      listening.filter(service => service.kind === kind).map(({ ports }) => ports[port])
    return {
      gateways: portsOf('gateway', 'http').map(port => `ws://127.0.0.1:${port}/ws`),
      edges: portsOf('tcp-edge', 'race').map(port => `127.0.0.1:${port}`),
      processes,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
