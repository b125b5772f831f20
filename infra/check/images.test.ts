import { describe, expect, it } from 'vitest'
import { findImageFaults, imagesIn, type ListedImage, pinImages } from './images.ts'

const digest = `sha256:${'0a'.repeat(32)}`
const PINNED: ListedImage = { image: 'redis:8.0', digest }
const NOT_YET: ListedImage = { image: 'node:24-slim', digest: null, notPinnedYet: 'no registry' }

const DOCKERFILE = 'FROM node:24-slim AS build\nRUN true\nFROM build AS built\nFROM node:24-slim\n'
const COMPOSE = 'services:\n  a:\n    image: redis:8.0\n  b:\n    image: ketik:local\n'
const MANIFEST = 'containers:\n  - image: "redis:8.0"\n  - name: a\n    image: ketik\n'

describe('the images that files name', () => {
  it('[TRANSPORT-30] are those of FROM and `image:`, without build stages and our own', () => {
    expect(imagesIn(DOCKERFILE)).toEqual(['node:24-slim', 'node:24-slim'])
    expect(imagesIn(COMPOSE)).toEqual(['redis:8.0'])
    expect(imagesIn(MANIFEST)).toEqual(['redis:8.0'])
  })

  it('[TRANSPORT-30] are as the list has them, with a digest or a reason', () => {
    const files = new Map([
      ['Dockerfile', DOCKERFILE],
      ['compose.yml', COMPOSE],
    ])
    expect(findImageFaults(files, [PINNED, NOT_YET])).toEqual([
      'compose.yml: redis:8.0 is not as infra/docker/images.json has it (npm run pin-images)',
      'infra/docker/images.json: redis:8.0 is in no file',
    ])
    const pinned = new Map([...files].map(([path, source]) => [path, pinImages(source, [PINNED, NOT_YET])]))
    expect(pinned.get('compose.yml')).toContain(`image: redis:8.0@${digest}\n`)
    expect(findImageFaults(pinned, [PINNED, NOT_YET])).toEqual([])
  })

  it('[TRANSPORT-30] an image outside the list, a digest that is none, and a missing reason are faults', () => {
    const files = new Map([['Dockerfile', 'FROM alpine:3\n']])
    expect(findImageFaults(files, [])).toEqual([expect.stringMatching(/^Dockerfile: alpine:3 is not as/)])
    expect(findImageFaults(files, [{ image: 'alpine:3', digest: null }])).toEqual([
      'infra/docker/images.json: alpine:3 has no digest, and nobody said why',
    ])
    const bad = { image: 'alpine:3', digest: 'sha256:abc' }
    expect(findImageFaults(new Map([['Dockerfile', 'FROM alpine:3@sha256:abc\n']]), [bad])).toEqual([
      'infra/docker/images.json: alpine:3 has a digest that is none',
    ])
  })
})

const CHOSEN = `args:\n  NODE_IMAGE: \${NODE_IMAGE:-node:24-slim}\nimage: \${REDIS_IMAGE:-redis:8.0}\n`
const WITH_ARGUMENT = `ARG NODE_IMAGE=node:24-slim\nFROM \${NODE_IMAGE} AS build\nFROM \${NODE_IMAGE}\n`

describe('an image that a variable can replace', () => {
  it('[TRANSPORT-30] is its default, which is pinned', () => {
    expect(imagesIn(CHOSEN)).toEqual(['node:24-slim', 'redis:8.0'])
    expect(imagesIn(WITH_ARGUMENT)).toEqual(['node:24-slim'])
    expect(pinImages(CHOSEN, [PINNED])).toContain(`image: \${REDIS_IMAGE:-redis:8.0@${digest}}\n`)
    const node: ListedImage = { image: 'node:24-slim', digest }
    expect(pinImages(WITH_ARGUMENT, [node])).toBe(WITH_ARGUMENT.replace('24-slim', `24-slim@${digest}`))
  })
})

describe('pinning', () => {
  it('[TRANSPORT-31] replaces a digest by a newer one, and changes nothing else', () => {
    const newer: ListedImage = { image: 'redis:8.0', digest: `sha256:${'1b'.repeat(32)}` }
    const once = pinImages(MANIFEST, [PINNED])
    expect(once).toBe(MANIFEST.replace('redis:8.0', `redis:8.0@${digest}`))
    expect(pinImages(once, [newer])).toBe(MANIFEST.replace('redis:8.0', `redis:8.0@${newer.digest}`))
    expect(pinImages(DOCKERFILE, [PINNED, NOT_YET])).toBe(DOCKERFILE)
  })
})
