import { ALLOWED_BUILDS, ALLOWED_LICENCES, LICENCE_EXCEPTIONS } from './allowed-licences.ts'
import type { LockedPackage } from './packages.ts'

/** Packages that the lockfile does not pin by their contents. */
export function findUnpinned(locked: readonly LockedPackage[]): readonly string[] {
  if (locked.length === 0) return ['pnpm-lock.yaml: no packages found']
  return locked
    .filter(({ integrity }) => integrity === undefined)
    .map(({ name, version }) => `pnpm-lock.yaml: ${name}@${version} has no integrity`)
}

/** Install scripts that a pnpm-workspace.yaml allows without a reason of ours. */
export function findBuilds(path: string, workspace: string): readonly string[] {
  if (!/^allowBuilds:$/m.test(workspace)) return [`${path}: no allowBuilds`]
  return [...workspace.matchAll(/^ {2}"?([^":\s]+)"?: true$/gm)]
    .map(([, name = '']) => name)
    .filter(name => !isNamed(name, ALLOWED_BUILDS))
    .map(name => `${path}: ${name} may run a script when installed, and nobody said why`)
}

/** Licences, by `name@version`, that are neither allowed nor excepted with a reason. `undefined`: it states none. */
export function findLicenceFaults(licences: ReadonlyMap<string, string | undefined>): readonly string[] {
  return [...licences].flatMap(([id, licence]) => {
    if (isNamed(id.slice(0, id.lastIndexOf('@')), LICENCE_EXCEPTIONS)) return []
    if (licence === undefined) return [`${id}: states no licence`]
    return isAllowed(licence)
      ? []
      : [`${id}: ${licence} is not on the list of infra/check/allowed-licences.ts`]
  })
}

/** An SPDX expression: one allowed alternative is enough, and of those that hold together each must be allowed. */
export function isAllowed(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1')
  if (plain.includes('(')) return false // nested: nobody has one yet, so a person should look
  return plain
    .split(/ OR /i)
    .some(one => one.split(/ AND /i).every(licence => ALLOWED_LICENCES.has(licence.trim())))
}

function isNamed(name: string, beginnings: Readonly<Record<string, string>>): boolean {
  return Object.keys(beginnings).some(
    one => name === one || name.startsWith(one.endsWith('/') ? one : `${one}-`),
  )
}
