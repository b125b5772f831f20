import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ServerProcess, type ServerProgram, startServerProcess } from './server-process.ts'
import type { PlannedService } from './service-plan.ts'

/** A service that serves, and the ports it has reported, by their names. */
export type ServiceProcess = ServerProcess & { readonly ports: Readonly<Record<string, number>> }

/** The repository: this file is in a folder of `infra`, also once it is built. */
const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Starts a service and waits for the line with which it says that it serves. It listens on the ports it had before, so
 * that its clients find it again.
 */
export async function startService(
  { name, kind, ports }: PlannedService,
  before: ServiceProcess | undefined,
  program: Pick<ServerProgram, 'env' | 'logFile' | 'onStart'>,
): Promise<ServiceProcess> {
  let told: Readonly<Record<string, number>> | undefined
  const started = await startServerProcess({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(root, `services/${kind}/dist/main.js`)],
    cwd: root,
    isReady: line => {
      told ??= readyPorts(line)
      return told !== undefined
    },
    readyWithinMs: 30_000,
    // SIGINT: at once; SIGTERM would first wait for players to move to other nodes.
    endWith: [{ signal: 'SIGINT', waitMs: 10_000 }],
    ...program,
    env: { ...program.env, ...portSettings(ports, before?.ports) },
  })
  return { ...started, ports: told ?? {} }
}

/** The variables that set its ports. */
export const portSettings = (
  ports: PlannedService['ports'],
  before: ServiceProcess['ports'] = {},
): Readonly<Record<string, string>> =>
  Object.fromEntries(ports.map(({ variable, name, port }) => [variable, String(before[name] ?? port)]))

/**
 * What every service is told besides its ports. The owner's address is for the migration: a service that was taken over
 * must not find it.
 */
export const serviceEnvironment = (
  { DATABASE_OWNER_URL: _, ...inherited }: NodeJS.ProcessEnv,
  shared: Readonly<Record<'HOST' | 'REDIS_URL' | 'DATABASE_URL' | 'SESSION_SECRET', string>>,
): NodeJS.ProcessEnv => ({ ...inherited, NODE_ENV: inherited['NODE_ENV'] || 'production', ...shared })

/** The ports in a line `{"ready":true,"ports":{…}}`; undefined for any other line. */
export function readyPorts(line: string): Readonly<Record<string, number>> | undefined {
  if (!line.startsWith('{"ready":true')) return undefined
  const { ports }: { readonly ports?: Readonly<Record<string, unknown>> } = JSON.parse(line)
  if (ports === undefined) return undefined
  const numbers = Object.entries(ports).flatMap(([name, port]) =>
    typeof port === 'number' ? [[name, port] as const] : [],
  )
  return Object.fromEntries(numbers)
}
