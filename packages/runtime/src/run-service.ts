import { SettingError } from './environment.ts'
import type { Log } from './log.ts'

export type Running = {
  readonly ports: Readonly<Record<string, number>>
  /** Stops taking players, sends those there are elsewhere and waits for them, within the time a supervisor gives. */
  drain?(): Promise<void>
  /** Stops taking work, hands over what it holds, and ends; safe to call twice. */
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
  const exit = (ended: Promise<void>) => ended.then(() => process.exit(0), fail)
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)
  try {
    const running = await start()
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
  } catch (error) {
    if (error instanceof SettingError) {
      process.stderr.write(`${error.message}\n`)
      process.exit(1)
    }
    fail(error)
  }
}
