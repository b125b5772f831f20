import { Keyspace } from './keyspace.ts'

type Subscriber = (channel: string, payload: string) => void
type ZrangeOption = 'BYSCORE' | 'WITHSCORES'
type Pair = readonly [member: string, score: number]

/** The commands of Redis that the platform uses, over memory. Each is one step; answers are as ioredis gives them. */
export class MemoryServer {
  readonly #keys: Keyspace
  readonly #channels = new Map<string, Set<Subscriber>>()
  /** Rises with every command that may change something. */
  changes = 0

  /** `now`: epoch milliseconds. */
  constructor(readonly now: () => number) {
    this.#keys = new Keyspace(now)
  }

  ping = (): string => 'PONG'

  time = (): [number, number] => {
    const now = this.now()
    return [Math.floor(now / 1_000), Math.round((now % 1_000) * 1_000)]
  }

  get = (key: string): string | null => this.#keys.read('string', key) ?? null

  set = (key: string, value: string, unit?: 'PX', ms?: number): 'OK' => {
    this.changes++
    this.#keys.write(key, value, unit === 'PX' && ms !== undefined ? this.now() + ms : undefined)
    return 'OK'
  }

  setnx = (key: string, value: string): number => {
    if (this.get(key) !== null) return 0
    this.set(key, value)
    return 1
  }

  append = (key: string, more: string): number => {
    this.changes++
    return this.#keys.append(key, more)
  }

  incr = (key: string): number => {
    const next = Number(this.get(key) ?? 0) + 1
    this.set(key, `${next}`)
    return next
  }

  del = (...keys: string[]): number => {
    this.changes++
    return keys.filter(key => this.#keys.delete(key)).length
  }

  pexpire = (key: string, ms: number): number => this.pexpireat(key, this.now() + ms)

  pexpireat = (key: string, instant: number): number => (this.#keys.expireAt(key, instant) ? 1 : 0)

  hget = (key: string, field: string): string | null => this.#keys.read('hash', key)?.get(field) ?? null

  hmget = (key: string, ...fields: string[]): (string | null)[] => fields.map(field => this.hget(key, field))

  hset = (key: string, ...pairs: (string | number)[]): number => {
    this.changes++
    const hash = this.#keys.open('hash', key)
    const before = hash.size
    for (let i = 0; i + 1 < pairs.length; i += 2) hash.set(`${pairs[i]}`, `${pairs[i + 1]}`)
    return hash.size - before
  }

  hsetnx = (key: string, field: string, value: string): number =>
    this.hget(key, field) === null ? this.hset(key, field, value) : 0

  hincrby = (key: string, field: string, by: number): number => {
    const next = Number(this.hget(key, field) ?? 0) + by
    this.hset(key, field, next)
    return next
  }

  hdel = (key: string, ...fields: string[]): number => {
    this.changes++
    const hash = this.#keys.read('hash', key)
    const gone = fields.filter(field => hash?.delete(field)).length
    this.#keys.sweep(key)
    return gone
  }

  hlen = (key: string): number => this.#keys.read('hash', key)?.size ?? 0

  hvals = (key: string): string[] => [...(this.#keys.read('hash', key)?.values() ?? [])]

  hgetall = (key: string): Record<string, string> =>
    Object.fromEntries(this.#keys.read('hash', key)?.entries() ?? [])

  /** The whole hash in one answer, as Redis does with a small one. */
  hscan = (key: string): [cursor: string, fields: string[]] => [
    '0',
    [...(this.#keys.read('hash', key)?.entries() ?? [])].flat(),
  ]

  sadd = (key: string, ...members: string[]): number => {
    this.changes++
    const set = this.#keys.open('set', key)
    const before = set.size
    for (const member of members) set.add(member)
    return set.size - before
  }

  srem = (key: string, ...members: string[]): number => {
    this.changes++
    const set = this.#keys.read('set', key)
    const gone = members.filter(member => set?.delete(member)).length
    this.#keys.sweep(key)
    return gone
  }

  smembers = (key: string): string[] => [...(this.#keys.read('set', key) ?? [])]

  zadd = (key: string, score: number | string, member: string): number => {
    this.changes++
    const zset = this.#keys.open('zset', key)
    const added = zset.has(member) ? 0 : 1
    zset.set(member, Number(score))
    return added
  }

  zrem = (key: string, ...members: string[]): number => {
    this.changes++
    const zset = this.#keys.read('zset', key)
    const gone = members.filter(member => zset?.delete(member)).length
    this.#keys.sweep(key)
    return gone
  }

  zcard = (key: string): number => this.#keys.read('zset', key)?.size ?? 0

  zscore = (key: string, member: string): string | null => {
    const score = this.#keys.read('zset', key)?.get(member)
    return score === undefined ? null : `${score}`
  }

  zrange = (
    key: string,
    from: string | number,
    to: string | number,
    ...options: ZrangeOption[]
  ): string[] => {
    const pairs = [...(this.#keys.read('zset', key) ?? [])].sort(byScore)
    const chosen = options.includes('BYSCORE')
      ? pairs.filter(([, score]) => score >= toScore(from) && score <= toScore(to))
      : slice(pairs, Number(from), Number(to))
    return chosen.flatMap(([member, score]) =>
      options.includes('WITHSCORES') ? [member, `${score}`] : [member],
    )
  }

  rpush = (key: string, ...values: string[]): number => {
    this.changes++
    return this.#keys.open('list', key).push(...values)
  }

  lrange = (key: string, from: number, to: number): string[] =>
    slice(this.#keys.read('list', key) ?? [], from, to)

  ltrim = (key: string, from: number, to: number): 'OK' => {
    this.changes++
    const list = this.#keys.read('list', key)
    if (list !== undefined) list.splice(0, list.length, ...slice(list, from, to))
    this.#keys.sweep(key)
    return 'OK'
  }

  publish = (channel: string, payload: string | number): number => {
    const subscribers = this.#channels.get(channel)
    for (const subscriber of subscribers ?? []) subscriber(channel, `${payload}`)
    return subscribers?.size ?? 0
  }

  subscribe(channel: string, subscriber: Subscriber): void {
    const subscribers = this.#channels.get(channel)
    if (subscribers === undefined) this.#channels.set(channel, new Set([subscriber]))
    else subscribers.add(subscriber)
  }

  unsubscribe(subscriber: Subscriber): void {
    for (const subscribers of this.#channels.values()) subscribers.delete(subscriber)
  }
}

const byScore = ([a, one]: Pair, [b, other]: Pair): number => one - other || (a < b ? -1 : 1)

const toScore = (bound: string | number): number =>
  bound === '-inf' ? -Infinity : bound === '+inf' ? Infinity : Number(bound)

/** Both ends included, negative ones counted from the end. */
const slice = <T>(items: readonly T[], from: number, to: number): T[] =>
  items.slice(from < 0 ? Math.max(0, items.length + from) : from, to < 0 ? items.length + to + 1 : to + 1)
