import type { AskPostgres } from '../../../infra/local/ask-postgres.ts'
import { eventually } from '../../../infra/test/eventually.ts'

const WITHIN_MS = 60_000

/** Resolves when so many races are stored, or also rated. */
export const untilRaces = async (sql: AskPostgres, count: number, are: 'ended' | 'rated'): Promise<void> => {
  const so = `select count(*)::integer as n from races where ${are}_at is not null`
  const areAll = async () => (await sql.rows<{ n: number }>(so))[0]?.n === count || undefined
  await eventually(`every race is ${are}`, areAll, WITHIN_MS)
}
