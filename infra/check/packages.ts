import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryFiles } from './repository-files.ts'

/** A package as pnpm-lock.yaml pins it. */
export type LockedPackage = {
  readonly name: string
  readonly version: string
  /** Subresource integrity: sha512-… in base64; undefined for what comes from elsewhere than a registry. */
  readonly integrity: string | undefined
}

/** An entry of `packages` in a lockfile (version 9). Its form is fixed, so this needs no YAML. */
const ENTRY = /^ {2}'?(@?[^@'\s]+)@([^'\s]+?)'?:\n {4}resolution: \{(?:.*\bintegrity: (sha512-[\w+/=]+))?/gm

export function lockedPackages(lockfile: string): readonly LockedPackage[] {
  return [...lockfile.matchAll(ENTRY)].map(([, name = '', version = '', integrity]) => ({
    name,
    version,
    integrity,
  }))
}

/** The folders with a lockfile: the workspace, and what the benchmark compares with. */
export function lockedFolders(root: string): readonly string[] {
  return repositoryFiles(root, /(^|\/)pnpm-lock\.yaml$/).map(path => join(root, dirname(path)))
}

/** The packages that any of the lockfiles pins, by `name@version`. */
export function allLockedPackages(root: string): ReadonlyMap<string, LockedPackage> {
  return new Map(
    lockedFolders(root)
      .flatMap(folder => lockedPackages(readFileSync(join(folder, 'pnpm-lock.yaml'), 'utf8')))
      .map(locked => [`${locked.name}@${locked.version}`, locked]),
  )
}

/** What every installed package says of its licence, by `name@version`; undefined when it says nothing. */
export function installedLicences(root: string): ReadonlyMap<string, string | undefined> {
  const stores = lockedFolders(root)
    .map(folder => join(folder, 'node_modules/.pnpm'))
    .filter(existsSync) // the benchmark alone installs what it compares with
  return new Map(stores.flatMap(statementsIn))
}

type Typed = { readonly type?: string }
type Stated = {
  readonly version: string
  readonly license?: string | Typed
  readonly licenses?: Typed | readonly Typed[]
}

function statementsIn(store: string): readonly (readonly [id: string, licence: string | undefined])[] {
  return readdirSync(store).flatMap(entry => {
    const name = /^(@?[^@]+)@/.exec(entry)?.[1]?.replace('+', '/')
    if (name === undefined) return []
    const file = join(store, entry, 'node_modules', name, 'package.json')
    const stated: Stated = JSON.parse(readFileSync(file, 'utf8'))
    return [[`${name}@${stated.version}`, licenceOf(stated)] as const]
  })
}

/** SPDX, as `license` is now written; or one or several objects with a type, the two older ways. */
function licenceOf({ license = {}, licenses = [] }: Stated): string | undefined {
  if (typeof license === 'string') return license
  const types = [license, licenses].flat().flatMap(({ type }) => type ?? [])
  return types.length === 0 ? undefined : types.join(' OR ')
}
