import { setFlagsFromString } from 'node:v8'
import { SettingError } from './environment.ts'
import { createLog, type Log } from './log.ts'
import { startDefaultMetrics } from './metrics.ts'

export type Running = {
  readonly ports: Readonly<Record<string, number>>
  /** Stops taking players, sends those there are elsewhere and waits for them, within the time a supervisor gives. */
  drain?(): Promise<void>
  /** Stops taking work, hands over what it holds, and ends; safe to call twice. */
  close(): Promise<void>
}

/**
 * The main of a service: reads its settings and starts it, prints one line `{"ready":true,"ports":{…}}` on stdout when it
 * serves, and ends it on SIGTERM or SIGINT. A wrong setting is one line; a fault that nobody handled is logged. Both end
 * the process with code 1.
 */
export const runService = async <Settings extends { readonly logLevel: string }>(
  service: string,
  readSettings: () => Settings,
  start: (settings: Settings, log: Log) => Promise<Running>,
): Promise<void> => {
  // What players leave behind is short-lived: the young generation need not grow beyond what the start took (10,000 logins
  // would double it, by 1.6 KiB for each). V8 reads this one before each growth.
  setFlagsFromString('--semi-space-growth-factor=1')
  const settings = orComplain(readSettings)
  const log = createLog(service, settings.logLevel)
  const fail = (error: unknown): never => {
    log.fatal({ err: error }, 'ended by a fault')
    log.flush()
    return complain(error)
  }
  const exit = (ended: Promise<void>) => ended.then(() => process.exit(0), fail)
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
  startDefaultMetrics()
  const running = await start(settings, log).catch(fail)
  let drained: Promise<void> | undefined
  // SIGTERM is an orchestrator's: others take over. SIGINT, or a second signal, is a person's who waits.
  process.on('SIGTERM', signal => {
    log.info({ signal }, 'stopping')
    if (drained !== undefined) exit(running.close())
    drained ??= Promise.resolve(running.drain?.())
    exit(drained.then(() => running.close()))
  })
  process.on('SIGINT', signal => {
    log.info({ signal }, 'stopping at once')
    exit(running.close())
  })
  process.stdout.write(`${JSON.stringify({ ready: true, ports: running.ports })}\n`)
}

const orComplain = <T>(read: () => T): T => {
  try {
    return read()
  } catch (error) {
    if (error instanceof SettingError) return complain(error)
    throw error
  }
}

const complain = (error: unknown): never => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
