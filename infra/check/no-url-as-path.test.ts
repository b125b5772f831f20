import { expect, it } from 'vitest'
import { lint } from './lint.testkit.ts'

const bad = `export const direct = new URL('./texts/', import.meta.url).pathname
export const own = new URL(import.meta.url).pathname.slice(1)
export const { pathname, host } = new URL('..', import.meta.url)
export const { pathname: renamed } = new URL('..', import.meta.url)
export const converted = pathToFileURL('/a b').pathname
export const written = new URL('x', \`file:///\${direct}\`).pathname
export const indexed = new URL('./x', import.meta.url)['pathname']
const kept = new URL('./x', import.meta.url)
`
const good = `export const route = new URL(request.url, 'http://localhost').pathname
export const page = location.pathname
export const file = fileURLToPath(new URL('./x', import.meta.url))
export const used = kept.pathname
export const { pathname: asked } = new URL(request.url, 'http://localhost')
`

it('[START-2] the lint reports each pathname of a file URL, and no other pathname', () => {
  const reported = lint({ 'sample.ts': bad + good }).filter(({ category }) => category === 'plugin')
  expect(reported.map(({ location }) => location.start.line)).toEqual(
    bad
      .trimEnd()
      .split('\n')
      .map((_, index) => index + 1),
  )
  expect(new Set(reported.map(({ message }) => message))).toEqual(
    new Set([expect.stringContaining('Use fileURLToPath')]),
  )
})
