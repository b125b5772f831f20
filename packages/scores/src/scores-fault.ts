import { DatabaseError } from 'pg'

/** PostgreSQL could not answer now: a retry may succeed. The driver's error is the `cause`. */
export class ScoresUnavailable extends Error {
  override readonly name = 'ScoresUnavailable'
}

/** A settlement that no retry will store. The message names the race and the fault. */
export class BadSettlement extends Error {
  override readonly name = 'BadSettlement'
}

/** Whether the same call may succeed later. Anything else is a bug or bad data, and would fail again. */
export const isRetryable = (error: unknown): boolean => error instanceof ScoresUnavailable

/** The error to throw for an error of the driver: `ScoresUnavailable` for a connection, otherwise the error itself. */
export function toFault(error: unknown, doing: string): unknown {
  if (!isConnectionMatter(error)) return error
  const reason = error instanceof Error && error.message !== '' ? error.message : String(error)
  return new ScoresUnavailable(`PostgreSQL is away, ${doing}: ${reason}`, { cause: error })
}

/** Whether an error is about the connection or the server's state, and not about the statement. */
export function isConnectionMatter(error: unknown): boolean {
  if (error instanceof ScoresUnavailable) return true
  if (error instanceof DatabaseError) return isPassingState(error.code ?? '')
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string') return NETWORK_CODES.has(error.code)
  return DRIVER_MESSAGES.some(message => error.message.startsWith(message))
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isPassingState(sqlState: string): boolean {
  return PASSING_CLASSES.has(sqlState.slice(0, 2)) || PASSING_STATES.has(sqlState)
}

const PASSING_CLASSES: ReadonlySet<string> = new Set([
  '08', // connection exception
  '53', // insufficient resources: too many connections, disk full
  '58', // system error: I/O
])

const PASSING_STATES: ReadonlySet<string> = new Set([
  '25006', // read-only: a standby not promoted yet
  '40001', // serialization failure
  '40P01', // deadlock detected
  '55000', // the database is not accepting connections
  '55P03', // lock not available
  '57014', // canceled: our statement timeout
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now: starting up
  '57P05', // idle session timeout
])

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // a Unix socket of a server that is down
  'EMFILE',
])

/** What pg and pg-pool throw without a code. */
const DRIVER_MESSAGES: readonly string[] = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end',
]
