import type { HttpResponse, TemplatedApp } from 'uWebSockets.js'
import type { EdgeNode } from '@ketik/edge'
import { metrics } from '@ketik/runtime'
import type { ClientAddress } from './client-address.ts'
import type { Diagnostics } from './diagnostics/diagnostics.ts'
import type { Beaten } from './diagnostics/metronome.ts'
import { serveGet } from './uws-methods.ts'

/** Messages that a client may leave unread before its stream ends. */
const MISSED_MAX = 10

const HEADERS = [
  ['content-type', 'text/event-stream; charset=utf-8'],
  ['cache-control', 'no-store'],
  ['x-accel-buffering', 'no'],
  ['x-content-type-options', 'nosniff'],
  // Nothing here is anyone's own, so any page may read it.
  ['access-control-allow-origin', '*'],
] as const

class Stream implements Beaten {
  readonly transport = 'SSE'
  since = 0
  #missed = 0
  #isBlocked = false

  /** `onEnd`: called once, whoever ends the stream. */
  constructor(
    private readonly response: HttpResponse,
    private readonly onEnd: () => void,
  ) {
    response.onAborted(onEnd)
  }

  /** What comes while the client does not read is not kept for it: it would be told late what is true no more. */
  write(frame: string): void {
    if (this.#isBlocked) this.#miss()
    else this.response.cork(() => this.#write(frame))
  }

  end(): void {
    this.onEnd()
    this.response.cork(() => this.response.end())
  }

  #write(frame: string): void {
    if (this.response.write(`data: ${frame}\n\n`)) return
    this.#isBlocked = true
    this.response.onWritable(() => {
      this.#isBlocked = false
      this.#missed = 0
      return true
    })
  }

  #miss(): void {
    this.#missed += 1
    metrics.framesDropped.inc({ reason: 'behind' })
    if (this.#missed <= MISSED_MAX) return
    metrics.connectionsClosed.inc({ reason: 'too_slow' })
    // Calls onAborted before it returns.
    this.response.close()
  }
}

/** The diagnostics as server-sent events: contract D. */
export const registerSseDoor = (
  app: TemplatedApp,
  node: EdgeNode,
  diagnostics: Diagnostics,
  clientAddress: ClientAddress,
): void => {
  serveGet(app, '/api/sse', (response, request, isHead) => {
    const address = clientAddress(response, request)
    const { admission } = node
    const keptOut = isHead ? admission.keptOut(address, 'watch') : admission.enter(address, 'watch')
    if (keptOut !== undefined) {
      response.writeStatus('503 Service Unavailable').writeHeader('retry-after', '2').end()
      return
    }
    if (isHead) {
      response.cork(() => writeHead(response).endWithoutBody())
      return
    }
    metrics.connections.inc({ door: 'sse' })
    const stream = new Stream(response, () => {
      diagnostics.remove(stream)
      metrics.connections.dec({ door: 'sse' })
      admission.leave(address, 'watch')
    })
    response.cork(() => writeHead(response))
    stream.write(diagnostics.frame('SSE connection established'))
    diagnostics.add(stream)
  })
}

const writeHead = (response: HttpResponse): HttpResponse => {
  response.writeStatus('200 OK')
  for (const [name, value] of HEADERS) response.writeHeader(name, value)
  return response
}
