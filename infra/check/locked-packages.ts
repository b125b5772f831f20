/** A package as pnpm-lock.yaml pins it. */
export type LockedPackage = {
  readonly name: string
  readonly version: string
  /** Subresource integrity: sha512-… in base64; undefined for what comes from elsewhere than a registry. */
  readonly integrity: string | undefined
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
