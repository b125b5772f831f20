import { Pool } from 'pg'
import { testDatabase } from '../../../infra/test/services.ts'
import { type OpenScores, openScores, type ScoresOptions } from '../src/open-scores.ts'
import { prepareDatabase } from '../src/service-role.ts'

export type ScratchScores = {
  readonly scores: OpenScores
  readonly url: string
  /** Runs SQL beside the scores, all on one connection. */
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  close(): Promise<void>
}

/** Scores on an empty database of their own, with the rights of a service. `sql` and `url` have those of the owner. */
export async function scratchScores(options: Partial<ScoresOptions> = {}): Promise<ScratchScores> {
  const database = await testDatabase()
  await prepareDatabase(database.serviceUrl, database.url)
  const scores = openScores({ databaseUrl: database.serviceUrl, ...options })
  const beside = new Pool({ connectionString: database.url, max: 1 })
  // Its end does not wait for its connection to be gone, which the drop of the database then cuts.
  beside.on('error', () => {})
  return {
    scores,
    url: database.url,
    sql: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await beside.query<Row>(text, [...values])).rows,
    close: async () => {
      await scores.close()
      await beside.end()
      await database.drop()
    },
  }
}
