import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Stated = {
  readonly name?: string
  readonly version?: string
  readonly license?: unknown
  readonly licenses?: unknown
}

/**
 * What every package that is installed from some lockfiles says of its licence, by `name@version`; undefined when it
 * says nothing.
 */
export function installedLicences(folders: readonly string[]): ReadonlyMap<string, string | undefined> {
  return new Map(folders.flatMap(folder => [...licencesBelow(join(folder, 'node_modules/.pnpm'))]))
}

function licencesBelow(store: string): ReadonlyMap<string, string | undefined> {
  if (!existsSync(store)) return new Map() // the benchmark alone installs what it compares with
  const licences = new Map<string, string | undefined>()
  for (const entry of readdirSync(store, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === 'node_modules') continue
    for (const folder of ownFolders(join(store, entry.name, 'node_modules'))) {
      const stated = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Stated
      licences.set(`${stated.name}@${stated.version}`, licenceOf(stated))
    }
  }
  return licences
}

/** The packages that lie in a folder, scoped ones too; those they depend on are symbolic links beside them. */
function ownFolders(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (!entry.isDirectory() || entry.name === '.bin') return []
    const path = join(folder, entry.name)
    return entry.name.startsWith('@') ? ownFolders(path) : [path]
  })
}

/** `license` as it is now written, or one of the two older ways. */
function licenceOf({ license, licenses }: Stated): string | undefined {
  if (typeof license === 'string') return license
  const list = Array.isArray(licenses) ? licenses : [license]
  const types = list.map(one =>
    typeof one === 'object' && one !== null && 'type' in one ? String(one.type) : '',
  )
  return types.some(type => type === '') ? undefined : types.join(' OR ')
}
