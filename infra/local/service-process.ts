import { join } from 'node:path'
import { type OnStart, type ServerProcess, startServerProcess } from './server-process.ts'
import type { PlannedService } from './service-plan.ts'

/** A service that serves, and the ports it has told us. */
export type ServiceProcess = ServerProcess & { readonly ports: Readonly<Record<string, number>> }

export type ServiceSurroundings = {
  readonly root: string
  readonly logFolder: string
  readonly inherited: NodeJS.ProcessEnv
  readonly onStart: OnStart
}

/** Starts a service and waits for the line with which it says that it serves. */
export async function startService(
  service: PlannedService,
  ports: Readonly<Record<string, number>>,
  { root, logFolder, inherited, onStart }: ServiceSurroundings,
): Promise<ServiceProcess> {
  let told: Readonly<Record<string, number>> = {}
  const portSettings = Object.entries(ports).map(([variable, port]) => [variable, String(port)] as const)
  const started = await startServerProcess({
    name: service.name,
    command: process.execPath,
    args: ['--enable-source-maps', join(root, service.entry)],
    env: { ...forServices(inherited), ...service.environment, ...Object.fromEntries(portSettings) },
    cwd: root,
    logFile: join(logFolder, `${service.name}.log`),
    isReady: line => {
      const ready = readyPorts(line)
      if (ready !== undefined) told = ready
      return ready !== undefined
    },
    readyWithinMs: 30_000,
    // SIGINT: at once; SIGTERM would first wait for players to move to other nodes.
    endWith: [{ signal: 'SIGINT', waitMs: 10_000 }],
    onStart,
  })
  return { ...started, ports: told }
}

/** The owner's address is for the migration: a service that was taken over must not find it. */
export const forServices = ({ DATABASE_OWNER_URL: _, ...others }: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  others

/** The ports in a line `{"ready":true,"ports":{…}}`; undefined for any other line. */
export function readyPorts(line: string): Readonly<Record<string, number>> | undefined {
  if (!line.startsWith('{"ready":true')) return undefined
  const message: unknown = JSON.parse(line)
  if (typeof message !== 'object' || message === null || !('ports' in message)) return undefined
  const { ports } = message
  if (typeof ports !== 'object' || ports === null) return undefined
  return Object.fromEntries(Object.entries(ports).filter(([, port]) => typeof port === 'number'))
}
