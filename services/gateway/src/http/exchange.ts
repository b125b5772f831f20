import type { HttpResponse } from 'uWebSockets.js'
import { STATUS_CODES } from 'node:http'
import type { Answer } from './answer.ts'

/** Larger bodies are sent from the buffer they are in as the client takes them; smaller ones are copied at once. */
const COPIED_BYTES_MAX = 64 * 1024

/** One request's response: answered at most once, and never touched after the client has gone. */
export class Exchange {
  #isOpen = true

  constructor(
    readonly response: HttpResponse,
    private readonly isHead: boolean,
    private readonly onEnd: () => void,
  ) {
    response.onAborted(() => this.#end())
  }

  answer(answer: Answer): void {
    if (!this.#isOpen) return
    this.response.cork(() => this.#write(answer))
  }

  #write({ status, headers, body, closes = false }: Answer): void {
    const { response } = this
    response.writeStatus(`${status} ${STATUS_CODES[status] ?? ''}`)
    for (const [name, value] of Object.entries(headers)) response.writeHeader(name, value)
    if (body === undefined) response.endWithoutBody(undefined, closes)
    else if (this.isHead) response.endWithoutBody(Buffer.byteLength(body), closes)
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
