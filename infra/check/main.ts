import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareRules, rulesIn, rulesTested } from './compare-rules.ts'
import { findLooseVersions, findWrongDependencies, type Manifest } from './find-manifest-faults.ts'
import { findSizeFaults } from './find-size-faults.ts'
import { findBuilds, findLicenceFaults, findUnpinned } from './find-supply-faults.ts'
import { findImageFaults, imageFiles, listedImages } from './images.ts'
import { allLockedPackages, installedLicences } from './packages.ts'
import { repositoryFiles } from './repository-files.ts'

// Checks what neither the lint nor tsc nor knip sees.

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const filesOf = (pattern: RegExp) => repositoryFiles(root, pattern).map(path => ({ path, text: read(path) }))

function report(what: string, faults: readonly string[]): void {
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  process.stdout.write(`${what}, ${faults.length} faults\n`)
  if (faults.length > 0) process.exitCode = 1
}

const sources = filesOf(/\.(tsx?|mjs|js|css|html|lua|sql)$/)
const lines = new Map(sources.map(({ path, text }) => [path, text.split('\n').length - 1]))
report(`sizes: ${lines.size} files`, findSizeFaults(lines))

/** The wire's rules are in SPEC.md; those of a part alone stand beside it. */
const ruleFiles = filesOf(/(^|\/)(SPEC|RULES|[A-Z]+-RULES)\.md$/)
const testFiles = filesOf(
  /\/contract\/.*\.testkit\.ts$|\.test\.(ts|tsx|mjs)$|(^|\/)(test_[^/]*|[^/]*_test)\.py$/,
)
const rules = ruleFiles.flatMap(({ path, text }) => rulesIn(path, text))
const titles = testFiles.flatMap(({ path, text }) => rulesTested(path, text))
report(`rules: ${rules.length} rules, ${titles.length} titles`, compareRules(rules, titles))

const locked = allLockedPackages(root)
const licences = new Map([...installedLicences(root)].filter(([id]) => locked.has(id)))
const images = listedImages(root)
const faults = [
  ...filesOf(/(^|\/)package\.json$/).flatMap(({ path, text }) => {
    const manifest: Manifest = JSON.parse(text)
    return [...findLooseVersions(path, manifest), ...findWrongDependencies(path, manifest)]
  }),
  ...findUnpinned([...locked.values()]),
  ...filesOf(/(^|\/)pnpm-workspace\.yaml$/).flatMap(({ path, text }) => findBuilds(path, text)),
  ...['infra/bootstrap.mjs', 'infra/docker/Dockerfile']
    .filter(path => !read(path).includes('--frozen-lockfile'))
    .map(path => `${path}: installs without --frozen-lockfile`),
  ...findLicenceFaults(licences),
  ...findImageFaults(imageFiles(root), images),
]
report(
  `supply chain: ${locked.size} packages pinned, ${licences.size} licences read, ` +
    `${locked.size - licences.size} not installed here, ` +
    `${images.filter(({ digest }) => digest === null).length} of ${images.length} images not pinned yet`,
  faults,
)
