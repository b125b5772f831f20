/** The types of values in Redis that the cluster uses. A sorted set maps its members to their scores. */
type Kinds = {
  readonly string: string
  readonly hash: Map<string, string>
  readonly set: Set<string>
  readonly zset: Map<string, number>
  readonly list: string[]
}
type Kind = keyof Kinds
type Entry = { [K in Kind]: { readonly kind: K; readonly value: Kinds[K] } }[Kind] & { expiresAt?: number }

const EMPTY: { readonly [K in Exclude<Kind, 'string'>]: () => Kinds[K] } = {
  hash: () => new Map(),
  set: () => new Set(),
  zset: () => new Map(),
  list: () => [],
}

/** Keys with their values and expiry, as in Redis. A command for another type than the key's throws. */
export class Keyspace {
  readonly #entries = new Map<string, Entry>()

  /** `now`: the server's time in epoch milliseconds. */
  constructor(private readonly now: () => number) {}

  read<K extends Kind>(kind: K, key: string): Kinds[K] | undefined {
    const entry = this.#live(key)
    if (entry === undefined) return undefined
    if (entry.kind !== kind) throw new Error(`WRONGTYPE ${key} is a ${entry.kind}, not a ${kind}`)
    return entry.value as Kinds[K]
  }

  /** The value of a key, which is created if it is missing. */
  open<K extends Exclude<Kind, 'string'>>(kind: K, key: string): Kinds[K] {
    const known = this.read(kind, key)
    if (known !== undefined) return known
    const value = EMPTY[kind]() as Kinds[K]
    this.#entries.set(key, { kind, value } as Entry)
    return value
  }

  /** Sets a string and its expiry. */
  write(key: string, value: string, expiresAt?: number): void {
    this.#entries.set(key, { kind: 'string', value, ...(expiresAt === undefined ? {} : { expiresAt }) })
  }

  /** Appends to a string, which keeps its expiry. */
  append(key: string, more: string): number {
    const before = this.read('string', key) ?? ''
    const expiresAt = this.#live(key)?.expiresAt
    this.write(key, before + more, expiresAt)
    return before.length + more.length
  }

  /** Removes an empty collection, as Redis does. */
  sweep(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.kind === 'string') return
    const size = entry.kind === 'list' ? entry.value.length : entry.value.size
    if (size === 0) this.#entries.delete(key)
  }

  delete(key: string): boolean {
    const there = this.#live(key) !== undefined
    this.#entries.delete(key)
    return there
  }

  expireAt(key: string, instant: number): boolean {
    const entry = this.#live(key)
    if (entry === undefined) return false
    entry.expiresAt = instant
    return true
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key)
    if (entry?.expiresAt === undefined || entry.expiresAt > this.now()) return entry
    this.#entries.delete(key)
    return undefined
  }
}
