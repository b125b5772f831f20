import type { Send } from './send.ts'

/** All pages of the export as one; undefined when one of them did not come. */
export const gatherExport = async (send: Send, token: string | null): Promise<object | undefined> => {
  const results: unknown[] = []
  for (let from = ''; ; ) {
    const page = await send(`GET /api/account/export?from=${encodeURIComponent(from)}`, undefined, token)
    if (!('body' in page) || !Array.isArray(page.body['results'])) return undefined
    results.push(...page.body['results'])
    const { next } = page.body
    if (typeof next !== 'string') return { ...page.body, results }
    from = next
  }
}
