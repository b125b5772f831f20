/** What a REST address answered; `failed` when nothing, or nothing readable, came back. */
export type Answer =
  | { readonly answered: 'ok'; readonly body: unknown }
  | { readonly answered: 'missing' }
  | { readonly answered: 'failed' }

export type Ask = (path: string) => Promise<Answer>

const ASK_MS = 8_000
const NOT_FOUND = 404

export const askByFetch: Ask = async path => {
  try {
    const response = await fetch(path, { signal: AbortSignal.timeout(ASK_MS) })
    if (response.status === NOT_FOUND) return { answered: 'missing' }
    return response.ok ? { answered: 'ok', body: await response.json() } : { answered: 'failed' }
  } catch {
    // Offline, timed out or not JSON: the page shows the same sentence, with a way to try again.
    return { answered: 'failed' }
  }
}
