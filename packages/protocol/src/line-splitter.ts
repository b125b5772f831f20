const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d

/** Cuts a stream of bytes into lines. What it hands on is valid only during the call. */
export class LineSplitter {
  #pending: Buffer = Buffer.alloc(0)

  /** `maxBytes`: a line that grows longer is handed on as far as it came, for the receiver to refuse. */
  constructor(
    private readonly maxBytes: number,
    private readonly onLine: (line: Buffer) => void,
  ) {}

  push(chunk: Buffer): void {
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      this.onLine(rest.subarray(0, end > 0 && rest[end - 1] === CARRIAGE_RETURN ? end - 1 : end))
      rest = rest.subarray(end + 1)
    }
    if (rest.length > this.maxBytes) {
      this.onLine(rest)
      rest = Buffer.alloc(0)
    }
    // A copy: the chunk is the socket's, and a small rest must not keep a large one alive.
    this.#pending = rest.length === 0 ? rest : Buffer.from(rest)
  }
}
