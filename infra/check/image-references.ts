/** A row of infra/docker/images.json. Without a digest it says why. */
export type ListedImage = {
  readonly image: string
  readonly digest: string | null
  /** Where the digest is from, when no registry was asked. */
  readonly source?: string | undefined
  readonly notPinnedYet?: string | undefined
}

const DIGEST = /^sha256:[0-9a-f]{64}$/
/**
 * `FROM <image>` or `ARG X_IMAGE=<image>` of a Dockerfile; `image: <image>` of compose and Kubernetes; in compose also
 * `image: ${X_IMAGE:-<image>}`, and `X_IMAGE: …` of an argument to a build.
 */
const REFERENCE = /^(\s*(?:FROM\s+|ARG \w+_IMAGE=|-? ?image:\s+|\w+_IMAGE:\s+)"?(?:\$\{\w+:-)?)([^\s"${}]+)/gm
/** The image that this repository builds. */
const OWN = /^ketik(:|$)/

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
  const named = [...sources].flatMap(([path, source]) => imagesIn(source).map(image => ({ path, image })))
  const used = new Set(named.map(({ image }) => image))
  return [
    ...named
      .filter(({ image }) => !names.has(image))
      .map(
        ({ path, image }) =>
          `${path}: ${image} is not as infra/docker/images.json has it (npm run pin-images)`,
      ),
    ...listed.flatMap(row => [
      ...rowFaults(row),
      ...(used.has(pinnedName(row)) ? [] : [fault(row, 'is in no file')]),
    ]),
  ]
}

/** The same text with each listed image as `pinnedName` has it. */
export const pinImages = (source: string, listed: readonly ListedImage[]): string =>
  source.replace(REFERENCE, (whole, before: string, image: string) => {
    const [plain] = image.split('@')
    const row = listed.find(one => one.image === plain)
    return row === undefined ? whole : `${before}${pinnedName(row)}`
  })

const rowFaults = (row: ListedImage): readonly string[] => {
  if (row.digest !== null) return DIGEST.test(row.digest) ? [] : [fault(row, 'has a digest that is none')]
  return row.notPinnedYet?.trim() ? [] : [fault(row, 'has no digest, and nobody said why')]
}

const fault = ({ image }: ListedImage, what: string): string => `infra/docker/images.json: ${image} ${what}`
