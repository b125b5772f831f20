import { REFUSALS, type RefusalCode } from '@ketik/protocol'

/** What came of it; `refused` is undefined when nothing readable came back. */
export type Sent =
  | { readonly body: Readonly<Record<string, unknown>> }
  | { readonly refused: RefusalCode | undefined }

/** Asks the server to do something in the name of whoever has the token. */
export type Send = (what: string, body: object | undefined, token: string | null) => Promise<Sent>

const SEND_MS = 15_000

export const sendByFetch: Send = async (what, body, token) => {
  const [method = 'GET', path = ''] = what.split(' ')
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(SEND_MS),
    })
    const answer: unknown = await response.json()
    if (typeof answer !== 'object' || answer === null) return { refused: undefined }
    if (response.ok) return { body: answer as Readonly<Record<string, unknown>> }
    const code = 'code' in answer ? String(answer.code) : ''
    return { refused: Object.hasOwn(REFUSALS, code) ? (code as RefusalCode) : undefined }
  } catch {
    // Offline, timed out or not JSON: the form says so, and can be sent again.
    return { refused: undefined }
  }
}
