import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IMAGE_LIST, imageFiles, type ListedImage, listedImages, pinImages } from './check/images.ts'

// Asks the registries, through Docker, for the digest of each image in infra/docker/images.json, and writes it into that
// list and into every file that names the image. Ends with 2 and writes nothing when a registry does not answer.

const root = join(import.meta.dirname, '..')

const ask = (...args: readonly string[]): string =>
  spawnSync('docker', [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).stdout ?? ''

/** Of the index of all platforms. What a registry says of an image that was pulled is the same digest. */
const digestOf = (image: string): string | undefined => {
  const isDigest = /sha256:[0-9a-f]{64}/
  const asked = isDigest.exec(
    ask('buildx', 'imagetools', 'inspect', '--format', '{{.Manifest.Digest}}', image),
  )
  if (asked !== null) return asked[0]
  ask('pull', '--quiet', image)
  return isDigest.exec(ask('image', 'inspect', '--format', '{{range .RepoDigests}}{{.}} {{end}}', image))?.[0]
}

const rows = listedImages(root).map(({ image }) => ({ image, digest: digestOf(image) }))
const silent = rows.filter(({ digest }) => digest === undefined)
for (const { image } of silent) process.stderr.write(`no registry told the digest of ${image}\n`)
if (silent.length > 0) process.exit(2)

const pinned: readonly ListedImage[] = rows.map(({ image, digest = null }) => ({ image, digest }))
writeFileSync(join(root, IMAGE_LIST), `${JSON.stringify(pinned, undefined, 2)}\n`)
for (const [path, source] of imageFiles(root)) writeFileSync(join(root, path), pinImages(source, pinned))
for (const { image, digest } of pinned) process.stdout.write(`${image} ${digest}\n`)
