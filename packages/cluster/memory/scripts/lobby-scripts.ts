import { type ModerationAction, replacesModerationAction } from '../../src/moderation-action.ts'
import type { Scripts } from './script.ts'

type HeldName = {
  readonly player: string
  readonly session: string
  readonly username: string
  readonly door: string
}

export const lobbyScripts: Scripts = {
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

  'impose-moderation-action': (
    redis,
    [actions = '', sequence = ''],
    [key = '', action = '', until, at = '', channel = ''],
  ) => {
    const now = Number(at)
    const next = JSON.parse(action) as ModerationAction
    let latest = 0
    for (const [field, json] of Object.entries(redis.hgetall(actions))) {
      const standing = JSON.parse(json) as ModerationAction
      if (standing.until <= now || replacesModerationAction(next, standing, now)) redis.hdel(actions, field)
      else latest = Math.max(latest, standing.until)
    }
    if (Number(until) > now) {
      redis.hset(actions, key, action)
      latest = Math.max(latest, Number(until))
    }
    if (latest > 0) redis.pexpireat(actions, latest)
    const number = redis.incr(sequence)
    redis.publish(channel, `{"n":${number},"kind":"measure","measure":${action},"at":${at}}`)
    return number
  },
}
