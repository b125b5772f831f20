import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { scratchFolder } from '../test/scratch.ts'

const root = join(import.meta.dirname, '../..')
const plugin = 'infra/check/no-url-as-path.grit'

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

it('[ST2] the lint reports each pathname of a file URL, and no other pathname', () => {
  const folder = scratchFolder()
  const config: object = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }))
  mkdirSync(join(folder, 'infra/check'), { recursive: true })
  cpSync(join(root, plugin), join(folder, plugin))
  writeFileSync(join(folder, 'sample.ts'), bad + good)
  const biome = join(root, 'node_modules/.bin/biome')
  const { status, stdout } = spawnSync(biome, ['lint', '--reporter=json', 'sample.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }
  const reported = diagnostics.filter(({ category }) => category === 'plugin')
  expect(status).toBe(1)
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

type Diagnostic = {
  readonly category: string
  readonly message: string
  readonly location: { readonly start: { readonly line: number } }
}
