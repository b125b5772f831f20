import { Pool } from 'pg'
import { toFault } from './scores-fault.ts'

/** One statement, one round trip. Row types are what the statement's column list says. */
export type Database = {
  /** @throws ScoresUnavailable for a connection matter; the driver's error for anything else. */
  query<Row extends object>(doing: string, sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  close(): Promise<void>
}

export type DatabaseOptions = {
  readonly databaseUrl: string
  /** Connections kept at most. */
  readonly poolMax: number
  /** How long a caller waits for a connection, a free one or a new one. */
  readonly connectTimeoutMs: number
  /** How long PostgreSQL works on one statement, waiting for locks included. */
  readonly statementTimeoutMs: number
  /** Told of a connection lost while nobody used it; the pool opens another at need. */
  readonly onConnectionLost: (error: Error) => void
}

/** Beyond the server's own timeout: for a server that is frozen, or a network that swallows. */
const SILENCE_MS = 1000

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    max: options.poolMax,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + SILENCE_MS,
    keepAlive: true,
    application_name: 'ketik',
  })
  pool.on('error', options.onConnectionLost) // without a listener it would end the process
  let closing: Promise<void> | undefined
  return {
    query: async <Row extends object>(doing: string, sql: string, values: readonly unknown[] = []) => {
      try {
        return (await pool.query<Row>(sql, [...values])).rows
      } catch (error) {
        throw toFault(error, doing)
      }
    },
    close: () => {
      closing ??= pool.end()
      return closing
    },
  }
}
