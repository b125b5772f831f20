/** What a browser says of the page that asks, each '' when it says nothing. */
type AskingPage = { readonly origin: string; readonly host: string; readonly fetchSite: string }

/** Whether a request can come from our own page, from one of an origin that is as good, or from no page at all. */
export type OriginRule = (page: AskingPage) => boolean

/** `allowed`: further origins, such as `https://ketik.example`, whose pages are treated as our own. */
export const createOriginRule = (allowed: readonly string[]): OriginRule => {
  const origins = new Set(allowed.map(origin => new URL(origin).origin))
  return ({ origin, host, fetchSite }) => {
    if (origins.has(origin)) return true
    // `same-site` is another port or a sibling domain: its page is not ours.
    if (fetchSite !== '' && fetchSite !== 'same-origin' && fetchSite !== 'none') return false
    if (origin === '') return true
    try {
      const asking = new URL(origin)
      return asking.host !== '' && asking.host === new URL(`${asking.protocol}//${host}`).host
    } catch {
      // `null`, or no URL: a page that will not say whose it is.
      return false
    }
  }
}
