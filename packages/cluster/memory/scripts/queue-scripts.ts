import type { MemoryServer } from '../memory-server.ts'
import { at, type Scripts } from './script.ts'

type WaitingTicket = {
  readonly node: string
  readonly since: number
  readonly room?: string
  readonly seats?: number
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

export const queueScripts: Scripts = {
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
}
