import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryFiles } from './repository-files.ts'

/** A row of infra/docker/images.json. Without a digest it says why. */
export type ListedImage = {
  readonly image: string
  readonly digest: string | null
  /** Where the digest is from, when no registry was asked. */
  readonly source?: string
  readonly notPinnedYet?: string
}

export const IMAGE_LIST = 'infra/docker/images.json'
const IMAGE_FILE = /(^|\/)Dockerfile$|^docker-compose\.yml$|^infra\/(compose|kubernetes)\/.*\.ya?ml$/
const DIGEST = /^sha256:[0-9a-f]{64}$/
/**
 * `FROM <image>` or `ARG X_IMAGE=<image>` of a Dockerfile; `image: <image>` of compose and Kubernetes; in compose also
 * `image: ${X_IMAGE:-<image>}`, and `X_IMAGE: …` of an argument to a build.
 */
const REFERENCE = /^(\s*(?:FROM\s+|ARG \w+_IMAGE=|-? ?image:\s+|\w+_IMAGE:\s+)"?(?:\$\{\w+:-)?)([^\s"${}]+)/gm
/** The image that this repository builds. */
const OWN = /^ketik(:|$)/

/** The text of each file that may name an image of a container, by its path. */
export const imageFiles = (root: string): ReadonlyMap<string, string> =>
  new Map(repositoryFiles(root, IMAGE_FILE).map(path => [path, readFileSync(join(root, path), 'utf8')]))

export const listedImages = (root: string): readonly ListedImage[] =>
  JSON.parse(readFileSync(join(root, IMAGE_LIST), 'utf8'))

/** An image as a file should name it: with its digest, once there is one. */
const pinnedName = ({ image, digest }: ListedImage): string =>
  digest === null ? image : `${image}@${digest}`

/** The images that a Dockerfile or a manifest names, its own build stages and our own image aside. */
export const imagesIn = (source: string): readonly string[] => {
  const stages = new Set([...source.matchAll(/^FROM\s+\S+\s+AS\s+(\S+)/gim)].map(([, stage]) => stage))
  return [...source.matchAll(REFERENCE)]
    .map(([, , image = '']) => image)
    .filter(image => !stages.has(image) && !OWN.test(image))
}

/** What is wrong with the images that files name: `sources` by path. */
export const findImageFaults = (
  sources: ReadonlyMap<string, string>,
  listed: readonly ListedImage[],
): readonly string[] => {
  const names = new Set(listed.map(pinnedName))
  const used = new Set([...sources.values()].flatMap(imagesIn))
  const unlisted = [...sources].flatMap(([path, source]) =>
    imagesIn(source)
      .filter(image => !names.has(image))
      .map(image => `${path}: ${image} is not as ${IMAGE_LIST} has it (npm run pin-images)`),
  )
  const rowFaults = listed.flatMap(row => {
    const whats = [
      row.digest !== null && !DIGEST.test(row.digest) && 'has a digest that is none',
      row.digest === null && !row.notPinnedYet?.trim() && 'has no digest, and nobody said why',
      !used.has(pinnedName(row)) && 'is in no file',
    ]
    return whats.filter(what => what !== false).map(what => `${IMAGE_LIST}: ${row.image} ${what}`)
  })
  return [...unlisted, ...rowFaults]
}

/** The same text with each listed image as `pinnedName` has it. */
export const pinImages = (source: string, listed: readonly ListedImage[]): string =>
  source.replace(REFERENCE, (whole, before: string, image: string) => {
    const row = listed.find(one => one.image === image.split('@')[0])
    return row === undefined ? whole : `${before}${pinnedName(row)}`
  })
