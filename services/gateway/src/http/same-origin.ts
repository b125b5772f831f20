import type { Asked } from './asked.ts'

/** Whether a request can come from our own page, or from no page at all. */
export const isSameOrigin = ({ headers }: Asked): boolean => {
  if (headers['sec-fetch-site'] === 'cross-site') return false
  if (headers.origin === '') return true
  try {
    const origin = new URL(headers.origin)
    return origin.host !== '' && origin.host === new URL(`${origin.protocol}//${headers.host}`).host
  } catch {
    // `null`, or no URL: a page that will not say whose it is.
    return false
  }
}
