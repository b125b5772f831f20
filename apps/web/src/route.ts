import { signal } from '@preact/signals'

/** What an address shows. */
export type Route =
  | { readonly page: 'lobby' }
  /** `/race`: a bookmark that asks for a race at once. */
  | { readonly page: 'quick' }
  | { readonly page: 'race'; readonly id: string }
  | { readonly page: 'room'; readonly code: string; readonly seats: number | null }
  | { readonly page: 'player'; readonly name: string }
  /** `/reset#…`: the link by which an owner sets a new password. */
  | { readonly page: 'reset' }
  | { readonly page: 'diagnostics' }
  | { readonly page: 'missing' }

const ROOM_CODE = /^[A-Za-z0-9_-]{1,64}$/

const decoded = (part: string): string | null => {
  try {
    return decodeURIComponent(part)
  } catch {
    // A stray % in an address somebody typed.
    return null
  }
}

export const routeOf = (path: string, query: string): Route => {
  const [first, second, ...rest] = path.split('/').filter(part => part !== '')
  if (rest.length > 0) return { page: 'missing' }
  if (first === undefined) return { page: 'lobby' }
  if (first === 'diagnostics' && second === undefined) return { page: 'diagnostics' }
  if (first === 'reset' && second === undefined) return { page: 'reset' }
  if (first === 'race') return second === undefined ? { page: 'quick' } : { page: 'race', id: second }
  if (second === undefined) return { page: 'missing' }
  if (first === 'room') return room(second, query)
  const name = decoded(second)
  return first === 'players' && name !== null ? { page: 'player', name } : { page: 'missing' }
}

const room = (code: string, query: string): Route => {
  if (!ROOM_CODE.test(code)) return { page: 'missing' }
  const seats = Number(new URLSearchParams(query).get('seats'))
  return { page: 'room', code, seats: Number.isInteger(seats) && seats >= 2 && seats <= 16 ? seats : null }
}

export const route = signal<Route>({ page: 'lobby' })

const follow = (): void => {
  route.value = routeOf(location.pathname, location.search)
}

/** Shows an address and remembers it, once. */
export const go = (path: string): void => {
  if (location.pathname + location.search === path) return
  history.pushState(null, '', path)
  follow()
  scrollTo(0, 0)
}

/** To a race that goes on without one; someone who reads another page is not taken from it. */
export const resume = (path: string): void => {
  const { page } = route.value
  if (page === 'lobby' || page === 'quick' || page === 'room') go(path)
}

/** Follows links of this site without loading the page again, and the browser's back and forward. */
export const startRouting = (): void => {
  follow()
  addEventListener('popstate', follow)
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (link === null || !isPlain || event.defaultPrevented) return
    if (link.origin !== location.origin || link.hasAttribute('download') || link.target !== '') return
    if (link.hash !== '' && link.pathname === location.pathname) return
    event.preventDefault()
    go(link.pathname + link.search)
  })
}
