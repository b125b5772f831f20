import { posix } from 'node:path'

/** What the code of a folder may import of ours, and of what only one place may touch. */
const ours: readonly (readonly [folder: RegExp, allowed: readonly string[]])[] = [
  [/^packages\/race\//, []],
  [/^packages\/runtime\//, []],
  [/^packages\/protocol\//, ['race']],
  [/^packages\/client\//, ['protocol', 'race']],
  [/^packages\/(cluster|scores)\//, ['protocol', 'race', 'runtime']],
  [/^packages\/edge\//, ['cluster', 'scores', 'protocol', 'race', 'runtime']],
  [/^services\//, ['edge', 'cluster', 'scores', 'protocol', 'race', 'runtime']],
  [/^apps\//, ['client', 'protocol', 'race']],
  [
    /^(infra|load)\//,
    [
      'gateway',
      'tcp-edge',
      'matchmaker',
      'edge',
      'cluster',
      'scores',
      'client',
      'protocol',
      'race',
      'runtime',
    ],
  ],
]

/** Libraries that only some files may import. */
const kept: readonly (readonly [library: RegExp, where: RegExp, rule: string])[] = [
  [
    /^uWebSockets\.js$/,
    /^(services\/gateway\/src\/.*uws[^/]*\.ts|load\/)/,
    'at run time only the uws transport files of the gateway',
  ],
  [/^(ioredis|bullmq)$/, /^(packages\/cluster|load)\//, 'only packages/cluster'],
  [/^(pg|node-pg-migrate)$/, /^(packages\/scores|infra)\//, 'only packages/scores and infra'],
]

/** Entry points beside the packages' `src/index.ts`, as the `exports` of their package.json have them. */
const entries: readonly RegExp[] = [
  /^@ketik\/client\/tcp$/,
  /^@ketik\/cluster\/memory$/,
  /^@ketik\/scores\/test\/[a-z-]+$/,
  /^@ketik\/(gateway|tcp-edge|matchmaker)\/config$/,
  /^@ketik\/matchmaker\/parts$/,
  /^@ketik\/tcp-edge\/proxy-protocol\.testkit$/,
]

const testFile = /\.(test|testkit)\.tsx?$|\/test\//
const environmentReaders = /(^|\/)(config|vite\.config|vitest\.config)\.ts$|^(infra|load)\//
const importPattern = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g

/** What one file does against the direction in which the parts may depend on each other, a line for each. */
export function findArrowFaults(path: string, source: string): readonly string[] {
  const isTest = testFile.test(path)
  const faults = importsOf(withoutTypes(source)).flatMap(imported => importFaults(path, imported, isTest))
  if (!isTest && !environmentReaders.test(path) && /\bprocess\.env\b/.test(source)) {
    faults.push('reads process.env: only files named config.ts, infra and load may')
  }
  return faults.map(fault => `${path}: ${fault}`)
}

function importFaults(path: string, imported: string, isTest: boolean): string[] {
  const library = kept.find(([name]) => name.test(imported))
  if (library !== undefined && !library[1].test(path)) return [`imports ${imported}: ${library[2]} may`]
  const name = /^@ketik\/([^/]+)(\/.*)?$/.exec(imported)
  if (name !== null) return ownFaults(path, imported, name[1] ?? '', name[2], isTest)
  if (imported.startsWith('.')) return relativeFaults(path, imported, isTest)
  if (imported.startsWith('node:') && /^packages\/race\/src\//.test(path) && !isTest) {
    return [`imports ${imported}: packages/race runs in the browser too and has no I/O`]
  }
  return []
}

function ownFaults(
  path: string,
  imported: string,
  name: string,
  below: string | undefined,
  isTest: boolean,
): string[] {
  if (imported === '@ketik/client/tcp' && /^apps\/web\//.test(path))
    return [`imports ${imported}: a browser has no node:net`]
  if (below !== undefined && !entries.some(entry => entry.test(imported))) {
    return [`imports ${imported}: it is no entry point of the package`]
  }
  // A node's tests meet the client that it serves in production.
  if (name === 'client' && isTest && path.startsWith('packages/edge/')) return []
  const allowed = ours.find(([folder]) => folder.test(path))?.[1]
  return allowed === undefined || allowed.includes(name)
    ? []
    : [`imports ${imported}: that arrow points the other way`]
}

/** A relative import stays in its package; the services that tests run against are the exception. */
function relativeFaults(path: string, imported: string, isTest: boolean): string[] {
  const target = targetOf(path, imported)
  if (packageOf(target) === packageOf(path)) return []
  if (isTool(path) && !isInPackage(target)) return []
  if (isTest && /^infra\/(test|local)\//.test(target)) return []
  return [`imports ${imported}: another package is imported by its name`]
}

const targetOf = (path: string, imported: string): string => posix.join(posix.dirname(path), imported)
const packageOf = (file: string) => /^(packages|services|apps)\/[^/]+|^[^/]+/.exec(file)?.[0]
const isInPackage = (file: string) => /^(packages|services|apps)\//.test(file)

/** A type of uWebSockets.js binds nobody to the native library. */
function withoutTypes(source: string): string {
  return source.replace(/\bimport type [^;'"]*?from\s*(['"])uWebSockets\.js\1/g, '')
}

const isTool = (path: string): boolean => /^(infra|load)\//.test(path) || !path.includes('/')

function importsOf(source: string): readonly string[] {
  return [...source.matchAll(importPattern)].flatMap(match => match[2] ?? [])
}
