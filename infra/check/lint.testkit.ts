import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { scratchFolder } from '../test/scratch.ts'

const root = join(import.meta.dirname, '../..')
const PLUGINS = ['infra/check/no-url-as-path.grit', 'infra/check/no-probe-at-import.grit']

type Diagnostic = {
  readonly category: string
  readonly message: string
  readonly location: { readonly path: string; readonly start: { readonly line: number } }
}

/** What the lint of this repository reports of some files, given by path. */
export const lint = (files: Readonly<Record<string, string>>): readonly Diagnostic[] => {
  const folder = scratchFolder()
  const config: object = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'))
  const all = {
    ...files,
    'biome.json': JSON.stringify({ ...config, vcs: { enabled: false } }),
    ...Object.fromEntries(PLUGINS.map(path => [path, readFileSync(join(root, path), 'utf8')])),
  }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const biome = join(root, 'node_modules/.bin/biome')
  const args = ['lint', '--reporter=json', ...Object.keys(files)]
  const { stdout } = spawnSync(biome, args, { cwd: folder, encoding: 'utf8' })
  return (JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }).diagnostics
}
