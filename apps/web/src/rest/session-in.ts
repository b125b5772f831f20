import type { Sent } from './send.ts'

/** The session in an answer; undefined where it has none. */
export const sessionIn = ({
  body: { username, token },
}: Extract<Sent, { body: unknown }>): { readonly name: string; readonly token: string } | undefined =>
  typeof username === 'string' && typeof token === 'string' ? { name: username, token } : undefined
