/** A package.json, as far as it matters here. */
export type Manifest = {
  readonly packageManager?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const EXACT = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/

/**
 * Who may depend on what: the first row that fits a dependency says whose package.json may name it. pnpm links nothing
 * else to a package, so tsc and the lint report an import that is not named.
 */
const USERS: readonly (readonly [dependency: RegExp, users: RegExp])[] = [
  [/^@ketik\/race$/, /^(packages\/(protocol|client|cluster|scores|edge)|services|apps|infra|load)\//],
  [/^@ketik\/protocol$/, /^(packages\/(client|cluster|scores|edge)|services|apps|infra|load)\//],
  [/^@ketik\/runtime$/, /^(packages\/(cluster|scores|edge)|services|infra|load)\//],
  [/^@ketik\/(cluster|scores)$/, /^(packages\/edge|services|infra|load)\//],
  [/^@ketik\/edge$/, /^(services|infra|load)\//],
  [/^@ketik\/client$/, /^(apps|infra|load)\//],
  [/^@ketik\/(gateway|tcp-edge|matchmaker)$/, /^(infra|load)\//],
  [/^@ketik\//, /^$/],
  [/^uWebSockets\.js$/, /^(services\/gateway|load)\//],
  [/^(ioredis|bullmq)$/, /^(packages\/cluster|load)\//],
  [/^(pg|node-pg-migrate)$/, /^(packages\/scores|infra)\//],
]

/** Dependencies of a package.json on what is above it, or on a library that another package keeps to itself. */
export function findWrongDependencies(path: string, manifest: Manifest): readonly string[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  // A node's tests meet the client that it serves in production.
  const isForTests = (name: string) => path === 'packages/edge/package.json' && name === '@ketik/client'
  return [
    ...Object.keys({ ...dependencies, ...optionalDependencies }),
    ...Object.keys({ ...devDependencies }).filter(name => !isForTests(name)),
  ]
    .filter(name => USERS.find(([dependency]) => dependency.test(name))?.[1].test(path) === false)
    .map(name => `${path}: may not depend on ${name} (infra/check/find-manifest-faults.ts)`)
}

/** Dependencies of a package.json that are no exact version. */
export function findLooseVersions(path: string, manifest: Manifest): readonly string[] {
  const { dependencies, devDependencies, optionalDependencies, packageManager } = manifest
  const faults = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => version !== 'workspace:*' && !EXACT.test(version))
    .map(([name, version]) => `${path}: ${name} is ${version}, not an exact version`)
  if (packageManager === undefined || /^pnpm@\d+\.\d+\.\d+$/.test(packageManager)) return faults
  return [...faults, `${path}: packageManager is ${packageManager}, not an exact pnpm`]
}
