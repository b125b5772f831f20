import { type Measure, replacesMeasure } from '../src/measure.ts'
import type { MemoryServer } from './memory-server.ts'

export type Script = (redis: MemoryServer, keys: readonly string[], args: readonly string[]) => unknown

export type Scripts = Readonly<Record<string, Script>>

type WaitingTicket = {
  readonly node: string
  readonly since: number
  readonly room?: string
  readonly seats?: number
}

type HeldName = {
  readonly player: string
  readonly session: string
  readonly username: string
  readonly door: string
}

const at = (list: readonly string[], index: number): string => list[index] ?? ''

/** Pairs of seat number and writer epoch, from an argument on. */
const writeEpochs = (redis: MemoryServer, race: string, args: readonly string[], from: number): void => {
  for (let i = from; i + 1 < args.length; i += 2) redis.hset(race, `e${args[i]}`, at(args, i + 1))
}

/** `queue-places.lua` */
const queuePlaces = (redis: MemoryServer, places: readonly (string | undefined)[]) => {
  const [tickets = '', open = '', full = '', rooms = ''] = places
  const ticketOf = (id: string): WaitingTicket | undefined => {
    const json = redis.hget(tickets, id)
    return json === null ? undefined : (JSON.parse(json) as WaitingTicket)
  }
  const noteRoom = (room: string): void => {
    const [first, since = ''] = redis.zrange(rooms + room, 0, 0, 'WITHSCORES')
    const seats = (first === undefined ? undefined : ticketOf(first)?.seats) ?? 2
    if (redis.zcard(rooms + room) >= seats) redis.zadd(full, since, room)
    else redis.zrem(full, room)
  }
  const placeOf = ({ room }: WaitingTicket): string => (room === undefined ? open : rooms + room)
  return {
    ticket: ticketOf,
    placeOf,
    count: () => redis.hlen(tickets),
    enqueue: (id: string, json: string, ticket: WaitingTicket, since: string) => {
      redis.hset(tickets, id, json)
      redis.zadd(placeOf(ticket), since, id)
      if (ticket.room !== undefined) noteRoom(ticket.room)
    },
    dequeue: (id: string, ticket: WaitingTicket) => {
      redis.hdel(tickets, id)
      redis.zrem(placeOf(ticket), id)
      if (ticket.room !== undefined) noteRoom(ticket.room)
    },
  }
}

/** The scripts of `scripts/*.lua`, line for line, over memory. The contract suite holds the two together. */
export const memoryScripts: Scripts = {
  'create-race': (redis, [race = ''], args) => {
    if (redis.hsetnx(race, 'v', at(args, 1)) === 0) return 0
    redis.hset(race, 'plan', at(args, 0), 'state', at(args, 2))
    writeEpochs(redis, race, args, 4)
    redis.pexpire(race, Number(args[3]))
    return 1
  },

  'restore-race': (redis, [race = ''], args) => {
    if (Number(redis.hget(race, 'v') ?? 0) >= Number(args[1])) return 0
    redis.hset(race, 'plan', at(args, 0), 'v', at(args, 1), 'state', at(args, 2))
    writeEpochs(redis, race, args, 4)
    redis.pexpire(race, Number(args[3]))
    return 1
  },

  'save-race': (redis, [race = ''], args) => {
    const version = redis.hget(race, 'v')
    if (version === null) return [-1]
    if (version !== args[0]) return [0, version, redis.hget(race, 'state')]
    redis.hset(race, 'v', at(args, 1), 'state', at(args, 2))
    writeEpochs(redis, race, args, 4)
    redis.pexpire(race, Number(args[3]))
    return [1]
  },

  checkpoint: (redis, [race = '', log = ''], [seat, epoch, from, count, encoded = '', ttl, leastDelay]) => {
    if (redis.hget(race, `e${seat}`) !== epoch) return [-1, 0]
    const there = Number(redis.hget(race, `n${seat}`) ?? 0)
    if (there !== Number(from)) return [0, there]
    redis.append(log, encoded)
    redis.pexpire(log, Number(ttl))
    if (leastDelay) redis.hset(race, `d${seat}`, leastDelay)
    return [1, redis.hincrby(race, `n${seat}`, Number(count))]
  },

  'seat-player': (redis, [key = ''], [startsAt, race, ttl]) => {
    const standing = redis.get(key)
    if (standing !== null && Number.parseFloat(standing) > Number(startsAt)) return 0
    redis.set(key, `${startsAt} ${race}`, 'PX', Number(ttl))
    return 1
  },

  'join-queue': (
    redis,
    [tickets, open, full, rooms, late = ''],
    [id = '', json = '', since = '', most, channel = ''],
  ) => {
    const queue = queuePlaces(redis, [tickets, open, full, rooms])
    const standing = queue.ticket(id)
    const placed = redis.zscore(late, id)
    const isVoid = placed !== null && Number(placed) >= Number(since)
    if (!isVoid) {
      if (standing === undefined && queue.count() >= Number(most)) return -1
      const ticket = JSON.parse(json) as WaitingTicket
      if (standing === undefined) queue.enqueue(id, json, ticket, since)
      else if (standing.since <= Number(since)) {
        const first = redis.zscore(queue.placeOf(standing), id)
        queue.dequeue(id, standing)
        queue.enqueue(id, json, ticket, standing.room === ticket.room ? (first ?? since) : since)
      }
    }
    const count = queue.count()
    if (!isVoid && standing === undefined) redis.publish(channel, count)
    return count
  },

  'leave-queue': (redis, places, [id = '', channel = '', , node]) => {
    const queue = queuePlaces(redis, places)
    const standing = queue.ticket(id)
    if (standing === undefined || standing.node !== node) return 0
    queue.dequeue(id, standing)
    redis.publish(channel, queue.count())
    return 1
  },

  'pairable-tickets': (
    redis,
    [tickets = '', open = '', full = '', rooms = ''],
    [most, mostRooms, mostSeats],
  ) => {
    const first = (place: string, count: unknown) => redis.zrange(place, 0, Number(count) - 1)
    const inRooms = first(full, mostRooms).flatMap(room => first(rooms + room, mostSeats))
    return redis.hmget(tickets, ...first(open, most), ...inRooms)
  },

  'place-tickets': (redis, keys, [most, lateMs, channel = '', , ...races]) => {
    const [, , , , placed = '', late = ''] = keys
    const queue = queuePlaces(redis, keys)
    const take = (race: string, placement: string, pairs: readonly string[]): number => {
      const taken: (readonly [string, WaitingTicket])[] = []
      for (let i = 0; i < pairs.length; i += 2) {
        const ticket = queue.ticket(at(pairs, i))
        if (ticket === undefined || ticket.node !== pairs[i + 1]) return 0
        taken.push([at(pairs, i), ticket])
      }
      for (const [id, ticket] of taken) {
        queue.dequeue(id, ticket)
        redis.zadd(late, ticket.since, id)
      }
      redis.hset(placed, race, placement)
      return 1
    }
    const answers: number[] = []
    for (let i = 0; i < races.length; ) {
      const last = i + 3 + 2 * Number(races[i + 2])
      answers.push(take(at(races, i), at(races, i + 1), races.slice(i + 3, last)))
      i = last
    }
    redis.zrem(late, ...redis.zrange(late, 0, -Number(most) - 1))
    redis.pexpire(late, Number(lateMs))
    redis.publish(channel, queue.count())
    return answers
  },

  'join-lobby': (redis, [online = '', held = '', sequence = '', claims = '', ended = ''], args) => {
    const [channel = '', , now, ...joins] = args
    const events: object[] = []
    const join = (asked: readonly string[]): readonly unknown[] => {
      const [folded = '', json = '', player, node = '', username, door, replacing, proof, ...ids] = asked
      const [whole, claim] = redis.hmget(claims, '', folded)
      if (whole === null) return [-1]
      let owner = typeof claim === 'string' ? claim.slice(claim.indexOf(' ') + 1) : ''
      if (owner.startsWith('-') && Number(owner.slice(1)) <= Number(now)) owner = ''
      if (owner !== proof) return [proof !== '' ? -3 : owner.startsWith('-') ? -4 : -2]
      const isOver = (id: string) =>
        Number(redis.zscore(ended, id) ?? Number.POSITIVE_INFINITY) <= Number(now)
      if (owner !== '' && ids.some(isOver)) return [-3]
      const before = redis.hget(online, folded)
      if (before !== null) {
        const { player: holder, session } = JSON.parse(before) as HeldName
        const last = Number(redis.get(sequence) ?? 0)
        if (holder !== player && session !== replacing) return [0, redis.hlen(online), last, before]
        redis.hset(online, folded, json)
        redis.sadd(held + node, folded)
        return [2, redis.hlen(online), last, before]
      }
      redis.hset(online, folded, json)
      redis.sadd(held + node, folded)
      const count = redis.hlen(online)
      const n = redis.incr(sequence)
      events.push({ n, kind: 'join', username, door, online: count, at: Number(now) })
      return [1, count, n]
    }
    const answers: (readonly unknown[])[] = []
    for (let i = 0; i < joins.length; i += 10) answers.push(join(joins.slice(i, i + 10)))
    if (events.length > 0) redis.publish(channel, JSON.stringify(events.length === 1 ? events[0] : events))
    return JSON.stringify(answers)
  },

  'leave-lobby': (
    redis,
    [online = '', held = '', sequence = ''],
    [folded = '', session, channel = '', , now],
  ) => {
    const holder = redis.hget(online, folded)
    redis.srem(held, folded)
    if (holder === null) return 0
    const { session: owner, username, door } = JSON.parse(holder) as HeldName
    if (owner !== session) return 0
    redis.hdel(online, folded)
    const n = redis.incr(sequence)
    const left = { n, kind: 'leave', username, door, online: redis.hlen(online), at: Number(now) }
    redis.publish(channel, JSON.stringify(left))
    return 1
  },

  say: (redis, [history = '', sequence = ''], [event = '', most, channel = '']) => {
    const number = redis.incr(sequence)
    const numbered = `{"n":${number},${event.slice(1)}`
    redis.rpush(history, numbered)
    redis.ltrim(history, -Number(most), -1)
    redis.publish(channel, numbered)
    return number
  },

  'note-claims': (
    redis,
    [claims = '', ended = '', sequence = ''],
    [how, channel = '', , now, count, ...given],
  ) => {
    const tell = (event: object): void => {
      if (how !== '') return
      const n = redis.incr(sequence)
      redis.publish(channel, JSON.stringify({ ...event, n, kind: 'account', at: Number(now) }))
    }
    const endsFrom = 3 * Number(count)
    for (let i = 0; i < endsFrom; i += 3) {
      const [folded, version, claim] = [at(given, i), at(given, i + 1), at(given, i + 2)]
      const standing = redis.hget(claims, folded)
      if (standing !== null && Number.parseInt(standing, 10) >= Number(version)) continue
      redis.hset(claims, folded, `${version} ${claim}`)
      tell({ folded, claim })
    }
    for (let i = endsFrom; i + 1 < given.length; i += 2) {
      const [id, endsAt] = [at(given, i), at(given, i + 1)]
      if (Number(redis.zscore(ended, id) ?? Number.POSITIVE_INFINITY) <= Number(endsAt)) continue
      redis.zadd(ended, endsAt, id)
      if (Number(endsAt) <= Number(now)) tell({ ended: id })
    }
    const over = Number(now) - 40 * 24 * 3600 * 1000
    redis.zrem(ended, ...redis.zrange(ended, '-inf', over, 'BYSCORE'))
    if (how === 'whole') redis.hset(claims, '', '1')
    return 1
  },

  'impose-measure': (
    redis,
    [measures = '', sequence = ''],
    [key = '', measure = '', until, at = '', channel = ''],
  ) => {
    const now = Number(at)
    const next = JSON.parse(measure) as Measure
    let latest = 0
    for (const [field, json] of Object.entries(redis.hgetall(measures))) {
      const standing = JSON.parse(json) as Measure
      if (standing.until <= now || replacesMeasure(next, standing, now)) redis.hdel(measures, field)
      else latest = Math.max(latest, standing.until)
    }
    if (Number(until) > now) {
      redis.hset(measures, key, measure)
      latest = Math.max(latest, Number(until))
    }
    if (latest > 0) redis.pexpireat(measures, latest)
    const number = redis.incr(sequence)
    redis.publish(channel, `{"n":${number},"kind":"measure","measure":${measure},"at":${at}}`)
    return number
  },

  'spend-budget': (redis, [budget = ''], [at, unit, whole]) => {
    const now = Number(at)
    const fullAt = Math.max(Number(redis.get(budget) ?? 0), now) + Number(unit)
    if (fullAt - now > Number(whole)) return 0
    if (fullAt <= now) redis.del(budget)
    else redis.set(budget, `${fullAt}`, 'PX', fullAt - now)
    return 1
  },
}
