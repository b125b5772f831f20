import { type OwnStore, startOwnPostgres, startOwnRedis } from './own-stores.ts'

export type OwnServers = { readonly redis: OwnStore; readonly postgres: OwnStore; close(): Promise<void> }

/** A durable Redis and a durable PostgreSQL of one test alone. */
export const startOwnServers = async (
  passwords: { readonly redis?: string; readonly postgres?: string } = {},
): Promise<OwnServers> => {
  const secret = (password: string | undefined) => (password === undefined ? {} : { password })
  const redis = await startOwnRedis(secret(passwords.redis))
  const postgres = await startOwnPostgres(secret(passwords.postgres))
  return {
    redis,
    postgres,
    close: async () => {
      await Promise.all([redis.close(), postgres.close()])
    },
  }
}
