import { at, type Scripts } from './script.ts'

export const accountScripts: Scripts = {
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

  'spend-budget': (redis, [budget = ''], [at, unit, whole]) => {
    const now = Number(at)
    const fullAt = Math.max(Number(redis.get(budget) ?? 0), now) + Number(unit)
    if (fullAt - now > Number(whole)) return 0
    if (fullAt <= now) redis.del(budget)
    else redis.set(budget, `${fullAt}`, 'PX', fullAt - now)
    return 1
  },
}
