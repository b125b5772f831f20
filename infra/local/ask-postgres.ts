import pg from 'pg'

/** One connection to PostgreSQL, for what no service asks. */
export type AskPostgres = {
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  close(): Promise<void>
}

export const askPostgres = async (url: string): Promise<AskPostgres> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    rows: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(sql, [...values])).rows,
    close: () => client.end(),
  }
}
