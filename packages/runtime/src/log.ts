import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Structured lines on stderr, so that stdout stays free for the ready line. Tokens and clients' addresses never go in. */
export const createLog = (
  service: string,
  level: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: false }),
): Log =>
  pino(
    {
      level,
      base: { service, pid: process.pid },
      redact: ['token', 'secret', 'password', '*.token', '*.secret', '*.password'],
      serializers: { err: told },
    },
    destination,
  )

/** Of an error what tells its cause, and no more: a refused AUTH has the command that was sent, password and all. */
const told = (error: unknown) => {
  if (!(error instanceof Error)) return { type: typeof error }
  const { stack, message } = pino.stdSerializers.err(error)
  return { type: error.name, message, stack, ...('code' in error ? { code: error.code } : {}) }
}
