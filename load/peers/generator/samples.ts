import type { Quantiles } from './job.ts'

/** Many numbers and their quantiles, by nearest rank. */
export class Samples {
  #values = new Float64Array(1024)
  #count = 0

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const more = new Float64Array(this.#count * 2)
      more.set(this.#values)
      this.#values = more
    }
    this.#values[this.#count++] = value
  }

  quantiles(): Quantiles {
    const sorted = this.#values.slice(0, this.#count).sort()
    const at = (share: number) => sorted[Math.max(0, Math.ceil(share * this.#count) - 1)] ?? Number.NaN
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
  }
}
