import type { HttpResponse } from 'uWebSockets.js'
import { STATUS_CODES } from 'node:http'
import type { Answer, Headers } from './answer.ts'

/** Larger bodies are sent from the buffer they are in as the client takes them; smaller ones are copied at once. */
const COPIED_BYTES_MAX = 64 * 1024

/** One request's response: answered at most once, and never touched after the client has gone. */
export class Exchange {
  #isOpen = true

  constructor(
    readonly response: HttpResponse,
    private readonly isHead: boolean,
    /** What every answer has besides its own headers. */
    private readonly always: Headers,
    private readonly onEnd: () => void,
  ) {
    response.onAborted(() => this.#end())
  }

  /** Whether anyone still waits for an answer. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  answer(answer: Answer): void {
    if (!this.#isOpen) return
    this.response.cork(() => this.#write(answer))
  }

  #write({ status, headers, body, closes = false }: Answer): void {
    const { response } = this
    response.writeStatus(`${status} ${STATUS_CODES[status] ?? ''}`)
    for (const [name, value] of Object.entries({ ...this.always, ...headers }))
      for (const one of typeof value === 'string' ? [value] : value) response.writeHeader(name, one)
    // With a length as its argument, endWithoutBody of uWebSockets.js 20.51 does not count as an answer, and the next
    // request on the connection ends it; an undefined one is announced as 2^63 bytes.
    if (body === undefined) response.endWithoutBody()
    else if (this.isHead)
      response.writeHeader('content-length', `${Buffer.byteLength(body)}`).endWithoutBody()
    else if (typeof body !== 'string' && body.length > COPIED_BYTES_MAX) {
      this.#writeInParts(body)
      return
    } else response.end(body, closes)
    this.#end()
  }

  #writeInParts(body: Buffer): void {
    const { response } = this
    const [, isDone] = response.tryEnd(body, body.length)
    if (isDone) {
      this.#end()
      return
    }
    response.onWritable(offset => {
      const [isTaken, isDoneNow] = response.tryEnd(body.subarray(offset), body.length)
      if (isDoneNow) this.#end()
      return isTaken
    })
  }

  #end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.onEnd()
  }
}
