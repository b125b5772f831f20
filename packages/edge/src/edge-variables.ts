import { SERVICE_VARIABLES, serviceSettings } from '@ketik/runtime'
import { type Static, Type } from 'typebox'
import { MESSAGES_PER_SECOND } from './limits/budget.ts'
import { CHAT_PER_TEN_SECONDS } from './member/chat-rules.ts'

const atLeastOne = (byDefault: number) => Type.Integer({ minimum: 1, default: byDefault })

/** What every node that players connect to is told by its environment, for `readEnvironment`. */
export const edgeVariables = (connectionsMax: number) => ({
  ...SERVICE_VARIABLES,
  HOST: Type.String({ default: '127.0.0.1' }),
  /** No default: a secret that everyone knows signs nothing. */
  SESSION_SECRET: Type.String({ minLength: 16 }),
  /** Verifies tokens and signs none, while an operator changes the secret. */
  SESSION_SECRET_SECOND: Type.String({ default: '', pattern: '^(.{16,})?$' }),
  CONNECTIONS_MAX: atLeastOne(connectionsMax),
  CONNECTIONS_PER_ADDRESS_MAX: atLeastOne(1_000),
  MESSAGES_PER_SECOND: atLeastOne(MESSAGES_PER_SECOND),
  CHAT_PER_TEN_SECONDS: atLeastOne(CHAT_PER_TEN_SECONDS),
})

const schema = Type.Object(edgeVariables(1))

export const edgeSettings = (env: Static<typeof schema>) => ({
  ...serviceSettings(env),
  host: env.HOST,
  sessionSecret: env.SESSION_SECRET,
  sessionSecretSecond: env.SESSION_SECRET_SECOND === '' ? undefined : env.SESSION_SECRET_SECOND,
  connectionsMax: env.CONNECTIONS_MAX,
  connectionsPerAddressMax: env.CONNECTIONS_PER_ADDRESS_MAX,
  messagesPerSecond: env.MESSAGES_PER_SECOND,
  chatPerTenSeconds: env.CHAT_PER_TEN_SECONDS,
})
