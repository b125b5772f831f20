import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { repositoryFiles } from './repository-files.ts'

/** A package as pnpm-lock.yaml pins it. */
export type LockedPackage = {
  readonly name: string
  readonly version: string
  /** Subresource integrity: sha512-… in base64; undefined for what comes from elsewhere than a registry. */
  readonly integrity: string | undefined
}

/** The folders with a lockfile: the workspace, and what the benchmark compares with. */
export function lockedFolders(root: string): readonly string[] {
  return repositoryFiles(root, /(^|\/)pnpm-lock\.yaml$/).map(path => join(root, dirname(path)))
}

/** The packages that any of the lockfiles pins, each once. */
export function allLockedPackages(root: string): readonly LockedPackage[] {
  const lockfiles = lockedFolders(root).map(folder => readFileSync(join(folder, 'pnpm-lock.yaml'), 'utf8'))
  const all = lockfiles.flatMap(lockedPackages)
  return [...new Map(all.map(locked => [`${locked.name}@${locked.version}`, locked])).values()]
}

/** The `packages` of a lockfile (version 9), read line by line: its form is fixed, and this needs no YAML. */
export function lockedPackages(lockfile: string): readonly LockedPackage[] {
  const section = /^packages:\n([\s\S]*?)^\S/m.exec(lockfile)?.[1] ?? ''
  return section
    .split(/\n(?= {2}\S)/)
    .map(entry => toPackage(entry))
    .filter(locked => locked !== undefined)
}

function toPackage(entry: string): LockedPackage | undefined {
  const [, name, version] = /^\s*'?(@?[^@'\s]+)@([^'\s]+?)'?:/.exec(entry) ?? []
  if (name === undefined || version === undefined) return undefined
  return {
    name,
    version,
    integrity: /integrity: (sha512-[\w+/=]+)/.exec(entry)?.[1],
  }
}
