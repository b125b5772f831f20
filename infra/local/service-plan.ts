type ServiceKind = 'matchmaker' | 'gateway' | 'tcp-edge'

/** A port of the services of one kind, or of all. 0 picks a free one. */
export type Port = {
  readonly of: ServiceKind | 'all'
  /** The variable that sets it. */
  readonly variable: string
  /** The name under which a service reports it once it listens. */
  readonly name: string
  readonly port: number
}

/** Every port of a service, as it is unless set. */
export const usualPorts: readonly Port[] = [
  { of: 'gateway', variable: 'GATEWAY_PORT', name: 'http', port: 8080 },
  { of: 'gateway', variable: 'DIAGNOSTICS_PORT', name: 'diagnostics', port: 3001 },
  { of: 'gateway', variable: 'PLAIN_CHAT_PORT', name: 'plainChat', port: 2000 },
  { of: 'tcp-edge', variable: 'TCP_RACE_PORT', name: 'race', port: 50_000 },
  { of: 'tcp-edge', variable: 'NICK_PORT', name: 'nick', port: 5001 },
  { of: 'all', variable: 'ADMIN_PORT', name: 'admin', port: 0 },
]

/** How many services of each kind, in the order in which they are planned, and the ports of the first of each. */
export type Plan = {
  readonly counts: readonly (readonly [ServiceKind, number])[]
  readonly ports: readonly Port[]
}

/** One service process to run, and the ports it is to listen on. */
export type PlannedService = ReturnType<typeof planServices>[number]

const portStep = 100

/** Every service process of the cluster. */
export function planServices({ counts, ports }: Plan) {
  let processes = 0
  return counts.flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, instance) => {
      const process = processes++ // all have an admin port, so those are numbered through
      return {
        name: `${kind}-${instance + 1}`,
        kind,
        ports: ports
          .filter(({ of }) => of === kind || of === 'all')
          .map(port => ({ ...port, port: nthPort(port.port, port.of === 'all' ? process : instance) })),
      }
    }),
  )
}

/** Counted from 0. */
const nthPort = (port: number, n: number) => (port === 0 ? 0 : port + portStep * n)
