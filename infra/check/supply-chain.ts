import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBuilds, findLicenceFaults, findLooseVersions, findUnpinned } from './find-supply-faults.ts'
import { imageFiles, listedImages } from './image-files.ts'
import { findImageFaults } from './image-references.ts'
import { installedLicences } from './installed-licences.ts'
import { allLockedPackages, lockedFolders } from './locked-packages.ts'
import { repositoryFiles } from './repository-files.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const locked = allLockedPackages(root)
const installed = installedLicences(lockedFolders(root))
const licences = new Map(
  locked
    .map(({ name, version }) => `${name}@${version}`)
    .filter(id => installed.has(id))
    .map(id => [id, installed.get(id)]),
)
const images = listedImages(root)
const faults = [
  ...repositoryFiles(root, /(^|\/)package\.json$/).flatMap(path =>
    findLooseVersions(path, JSON.parse(read(path))),
  ),
  ...findUnpinned(locked),
  ...repositoryFiles(root, /(^|\/)pnpm-workspace\.yaml$/).flatMap(path => findBuilds(path, read(path))),
  ...['infra/bootstrap.mjs', 'infra/docker/Dockerfile']
    .filter(path => !read(path).includes('--frozen-lockfile'))
    .map(path => `${path}: installs without --frozen-lockfile`),
  ...findLicenceFaults(licences),
  ...findImageFaults(imageFiles(root), images),
]
for (const fault of faults) process.stderr.write(`${fault}\n`)
process.stdout.write(
  `supply chain: ${locked.length} packages pinned, ${licences.size} licences read, ` +
    `${locked.length - licences.size} not installed here, ` +
    `${images.filter(({ digest }) => digest === null).length} of ${images.length} images not pinned yet, ${faults.length} faults\n`,
)
process.exitCode = faults.length === 0 ? 0 : 1
