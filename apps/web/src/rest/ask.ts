/** What a REST address answered; `failed` when nothing, or nothing readable, came back. */
export type Answer =
  | { readonly answered: 'ok'; readonly body: unknown }
  | { readonly answered: 'missing' }
  | { readonly answered: 'failed' }

export type Ask = (path: string) => Promise<Answer>

const ASK_MS = 8_000
const NOT_FOUND = 404

/** `token`: of the session by which one sees one's own hidden races and keys; null for nobody. */
export const askByFetch =
  (token: () => string | null): Ask =>
  async path => {
    try {
      const shown = token()
      const headers = shown === null ? {} : { authorization: `Bearer ${shown}` }
      const response = await fetch(path, { headers, signal: AbortSignal.timeout(ASK_MS) })
      if (response.status === NOT_FOUND) return { answered: 'missing' }
      return response.ok ? { answered: 'ok', body: await response.json() } : { answered: 'failed' }
    } catch {
      // Offline, timed out or not JSON: the page shows the same sentence, with a way to try again.
      return { answered: 'failed' }
    }
  }
