import pg from 'pg'

export type AskPostgres = Awaited<ReturnType<typeof askPostgres>>

/** One connection to PostgreSQL, for what no service asks. */
export const askPostgres = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    rows: async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> =>
      (await client.query<Row>(sql, [...values])).rows,
    close: () => client.end(),
  }
}
