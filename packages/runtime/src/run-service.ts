import { SettingError } from './environment.ts'
import type { Log } from './log.ts'

export type Running = {
  readonly ports: Readonly<Record<string, number>>
  /** Stops taking work, hands over what it holds, and closes; safe to call twice. */
  close(): Promise<void>
}

/**
 * The main of a service: starts it, prints one line `{"ready":true,"ports":{…}}` on stdout when it serves, and closes
 * it on SIGTERM or SIGINT. A fault that nobody handled is logged and ends the process with code 1.
 */
export const runService = async (log: Log, start: () => Promise<Running>): Promise<void> => {
  const fail = (error: unknown): never => {
    log.fatal({ err: error }, 'ended by a fault')
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    log.flush()
    process.exit(1)
  }
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
  try {
    const running = await start()
    let closing = false
    const stop = (signal: string) => {
      if (closing) return
      closing = true
      log.info({ signal }, 'stopping')
      running.close().then(() => process.exit(0), fail)
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    process.stdout.write(`${JSON.stringify({ ready: true, ports: running.ports })}\n`)
  } catch (error) {
    if (error instanceof SettingError) {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    }
    fail(error)
  }
}
