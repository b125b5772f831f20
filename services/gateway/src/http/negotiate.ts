import { ENCODINGS, type Encoding } from './web-files.ts'

/** The best encoding among those there are that an Accept-Encoding header takes; of equals brotli before gzip. */
export const negotiate = (header: string, there: { has(encoding: Encoding): boolean }): Encoding => {
  const accepted = qualities(header)
  let best: Encoding = 'identity'
  let bestQuality = 0
  for (const encoding of ENCODINGS) {
    const quality = accepted.get(encoding) ?? accepted.get('*') ?? 0
    if (!there.has(encoding) || quality <= bestQuality) continue
    best = encoding
    bestQuality = quality
  }
  return (accepted.get('identity') ?? 0) > bestQuality ? 'identity' : best
}

const qualities = (header: string): ReadonlyMap<string, number> =>
  new Map(
    header.split(',').map(part => {
      const [name = '', ...parameters] = part.split(';').map(piece => piece.trim().toLowerCase())
      const quality = parameters.find(parameter => parameter.startsWith('q='))?.slice(2)
      return [name, quality === undefined ? 1 : Number(quality) || 0]
    }),
  )

/** Whether an If-None-Match header names the tag (RFC 9110, 13.1.2: compared weakly). */
export const isNoneMatch = (header: string, etag: string): boolean =>
  header.split(',').some(part => {
    const tag = part.trim()
    return tag === '*' || tag.replace(/^W\//, '') === etag
  })
