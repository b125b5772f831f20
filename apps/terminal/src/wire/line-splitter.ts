const NEWLINE = 0x0a
/** A snapshot of the longest race takes a tenth of it; what sends more is no Ketik server. */
export const LINE_BYTES_MAX = 1024 * 1024

/** Cuts a stream of bytes into lines of text. `push` answers false once a line has grown too long. */
export class LineSplitter {
  #pending: Buffer[] = []
  #pendingBytes = 0

  constructor(private readonly onLine: (line: string) => void) {}

  push(chunk: Buffer): boolean {
    let rest = chunk
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      this.onLine(Buffer.concat([...this.#pending, rest.subarray(0, end)]).toString('utf8'))
      this.#pending = []
      this.#pendingBytes = 0
      rest = rest.subarray(end + 1)
    }
    if (rest.length === 0) return true
    this.#pending.push(rest)
    this.#pendingBytes += rest.length
    return this.#pendingBytes <= LINE_BYTES_MAX
  }
}
