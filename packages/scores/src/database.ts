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
  /** The longest time for one statement, including its wait for locks. */
  readonly statementTimeoutMs: number
  /** Called when an idle connection is lost. The pool opens another one when it needs one. */
  readonly onConnectionLost: (error: Error) => void
}

/** Added to the server's timeout, for a frozen server or a network that loses packets. */
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
