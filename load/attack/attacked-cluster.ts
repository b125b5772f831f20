import { type ClusterNode, startOwnCluster } from '../cluster/own-cluster.ts'
import { familyMiB } from '../measures/process-usage.ts'
import type { Doors } from './attack.ts'

export type AttackedCluster = Awaited<ReturnType<typeof startAttackedCluster>>

const LINES_TOLD = 12

const BEHIND_PROXY = { PROXY_PROTOCOL: 'v2', TRUSTED_PROXIES: '127.0.0.0/8' }

/** Two gateways, an edge, one more behind the PROXY protocol, and a matchmaker, with the limits of production but for the settings given. */
export const startAttackedCluster = async (settings: Readonly<Record<string, string>> = {}) => {
  const { nodes, close } = await startOwnCluster({
    gateways: 2,
    edges: 2,
    matchmakers: 1,
    settings: { SESSION_SECRET: 'a secret for attacks alone', LOG_LEVEL: 'warn', ...settings },
    around: async name => (name === 'tcp-edge-1' ? { environment: BEHIND_PROXY } : {}),
  })
  const withDoors = nodes.filter(({ over }) => over !== undefined)
  const [one = 0, other = 0, race = 0, proxied = 0] = withDoors.map(({ port }) => port)
  const doors: Doors = { http: [one, other], race: [race], proxied: [proxied] }
  return {
    doors,
    /** Resolves when any process ends that should not, with which, how, and what it logged last. */
    ended: () => Promise.race(nodes.map(howItEnds)),
    /** Resident MiB of all nodes that players connect to. */
    residentMiB: () => withDoors.reduce((sum, { pid }) => sum + familyMiB(pid()), 0),
    close,
  }
}

const howItEnds = async ({ name, exited, log }: ClusterNode): Promise<string> => {
  const how = await exited()
  return [`${name} ended (${how})`, ...log().trimEnd().split('\n').slice(-LINES_TOLD)].join('\n  ')
}
