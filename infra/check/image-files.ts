import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ListedImage } from './image-references.ts'
import { repositoryFiles } from './repository-files.ts'

export const IMAGE_LIST = 'infra/docker/images.json'

/** The text of each file that may name an image of a container, by its path. */
export const imageFiles = (root: string): ReadonlyMap<string, string> =>
  new Map(
    repositoryFiles(
      root,
      /(^|\/)Dockerfile$|^docker-compose\.yml$|^infra\/(compose|kubernetes)\/.*\.ya?ml$/,
    ).map(path => [path, readFileSync(join(root, path), 'utf8')]),
  )

export const listedImages = (root: string): readonly ListedImage[] =>
  JSON.parse(readFileSync(join(root, IMAGE_LIST), 'utf8'))
