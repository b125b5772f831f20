import type { HttpResponse } from 'uWebSockets.js'
import { decodeUtf8, FRAME_BYTES_MAX, isRefusal, type Refusal, refuse } from '@ketik/protocol'

/** A body that is too long is read to its end up to here, so that the client hears why; beyond it the connection ends. */
const DROPPED_BYTES_MAX = 8 * FRAME_BYTES_MAX

/** What came: any JSON value, or why there is none. */
export type Body =
  | { readonly json: unknown }
  | { readonly refusal: Refusal /** There is more, which nobody will read. */; readonly closes: boolean }

/**
 * Calls `onBody` once with the JSON of a body of at most 8 KiB, or with why not, and not at all when the client goes.
 * To be called before the handler returns: uWebSockets.js hands the body to whoever listens by then.
 */
export const readBody = (response: HttpResponse, onBody: (body: Body) => void): void => {
  const chunks: Buffer[] = []
  let bytes = 0
  let isDone = false
  response.onData((chunk, isLast) => {
    if (isDone) return
    bytes += chunk.byteLength
    if (bytes <= FRAME_BYTES_MAX)
      chunks.push(Buffer.from(chunk.slice(0))) // the chunk is valid only now
    else chunks.length = 0
    if (!isLast && bytes <= DROPPED_BYTES_MAX) return
    isDone = true
    if (bytes > FRAME_BYTES_MAX) onBody({ refusal: refuse('too_long'), closes: !isLast })
    else onBody(parseJson(Buffer.concat(chunks)))
  })
}

const parseJson = (bytes: Buffer): Body => {
  const text = decodeUtf8(bytes)
  if (isRefusal(text)) return { refusal: text, closes: false }
  try {
    return { json: JSON.parse(text) }
  } catch {
    return { refusal: refuse('bad_json'), closes: false }
  }
}
