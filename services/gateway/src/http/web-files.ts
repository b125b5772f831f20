import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import mime from 'mime'

export const ENCODINGS = ['br', 'gzip'] as const
export type Encoding = (typeof ENCODINGS)[number] | 'identity'

type Representation = { readonly body: Buffer; readonly etag: string }
export type WebFile = {
  readonly contentType: string
  readonly representations: ReadonlyMap<Encoding, Representation>
}

/** By URL path. */
export type WebFiles = ReadonlyMap<string, WebFile>

const BYTES_MAX = 16 * 1024 * 1024
const SUFFIXES: Readonly<Record<string, Encoding>> = { '.br': 'br', '.gz': 'gzip' }

/**
 * The files of a built web client, in memory, with their compressed siblings; hidden files and links are left out.
 * Empty when there is no such folder. Throws when the files together are too large to keep.
 */
export const loadWebFiles = (folder: string | undefined): WebFiles => {
  const files = new Map<string, WebFile>()
  const paths = folder === undefined ? [] : filesBelow(folder)
  const known = new Set(paths)
  let bytes = 0
  for (const path of paths) {
    const encoding = SUFFIXES[extname(path)]
    const plain = path.slice(0, -extname(path).length)
    if (encoding !== undefined && known.has(plain)) continue
    const representations = new Map<Encoding, Representation>()
    for (const [suffix, encoded] of [['', 'identity'], ...Object.entries(SUFFIXES)] as [string, Encoding][]) {
      if (!known.has(path + suffix)) continue
      const body = readFileSync(join(folder ?? '', path + suffix))
      bytes += body.length
      representations.set(encoded, { body, etag: etagOf(body) })
    }
    if (bytes > BYTES_MAX) throw new Error(`the web client in ${folder} is larger than ${BYTES_MAX} bytes`)
    files.set(`/${path.split(sep).join('/')}`, {
      contentType: contentTypeOf(path),
      representations,
    })
  }
  return files
}

const filesBelow = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => relative(folder, join(entry.parentPath, entry.name)))
      .filter(path => !path.split(sep).some(part => part.startsWith('.')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

const etagOf = (body: Buffer): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

const contentTypeOf = (path: string): string => {
  const type = mime.getType(path) ?? 'application/octet-stream'
  return type.startsWith('text/') || type === 'application/json' ? `${type}; charset=utf-8` : type
}
