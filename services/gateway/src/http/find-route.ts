import { type Refusal, refuse } from '@ketik/protocol'
import type { Route } from './route.ts'

export type Found =
  | { readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | {
      readonly refusal: Refusal /** What the path takes, when it is the method that is wrong. */
      readonly allow?: string
    }

/** The route of a method and a raw path. HEAD goes where GET does. */
export const findRoute = (routes: readonly Route[], method: string, path: string): Found => {
  const segments = path.split('/')
  const here = routes.filter(route => isMatch(route.path.split('/'), segments))
  if (here.length === 0) return { refusal: refuse('not_found') }
  const route = here.find(one => one.method === (method === 'HEAD' ? 'GET' : method))
  if (route === undefined) return { refusal: refuse('method_not_allowed'), allow: allowed(here) }
  return readParams(route, segments)
}

const isMatch = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, i) => (isParam(part) ? segments[i] !== '' : part === segments[i]))

const isParam = (part: string): boolean => part.startsWith('{')

const allowed = (routes: readonly Route[]): string =>
  routes.map(({ method }) => (method === 'GET' ? 'GET, HEAD' : method)).join(', ')

const readParams = (route: Route, segments: readonly string[]): Found => {
  const params: Record<string, string> = {}
  for (const [i, part] of route.path.split('/').entries()) {
    if (!isParam(part)) continue
    const name = part.slice(1, -1)
    try {
      params[name] = decodeURIComponent(segments[i] ?? '')
    } catch {
      // Escapes that are not UTF-8.
      return { refusal: refuse('bad_field', { field: name }) }
    }
  }
  return { route, params }
}
