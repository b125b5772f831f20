/** Those who wait for something, in one line for each network. The first of each line has its turn after the other. */
export class FairLines<T> {
  readonly #lines = new Map<string, T[]>()
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Whose turn it is. */
  get first(): T | undefined {
    for (const [line] of this.#lines.values()) return line
    return undefined
  }

  add(network: string, one: T): void {
    const line = this.#lines.get(network)
    if (line === undefined) this.#lines.set(network, [one])
    else line.push(one)
    this.#count += 1
  }

  /** Takes the first away; the line behind it goes behind the other lines. */
  shift(): T | undefined {
    for (const [network, line] of this.#lines) {
      const first = line.shift()
      this.#lines.delete(network)
      if (line.length > 0) this.#lines.set(network, line)
      this.#count -= 1
      return first
    }
    return undefined
  }

  clear(): void {
    this.#lines.clear()
    this.#count = 0
  }
}
