import { type Logger, pino } from 'pino'

export type Log = Logger

/** Structured lines on stderr, so that stdout stays free for the ready line. Tokens and addresses never go in. */
export const createLog = (service: string, level: string): Log =>
  pino(
    {
      level,
      base: { service, pid: process.pid },
      redact: ['token', 'secret', 'password', '*.token', '*.secret', '*.password'],
    },
    pino.destination({ fd: 2, sync: false }),
  )
