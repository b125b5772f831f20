import type { MemoryServer } from '../memory-server.ts'
import { at, type Scripts } from './script.ts'

/** Pairs of seat number and writer epoch, from an argument on. */
const writeEpochs = (redis: MemoryServer, race: string, args: readonly string[], from: number): void => {
  for (let i = from; i + 1 < args.length; i += 2) redis.hset(race, `e${args[i]}`, at(args, i + 1))
}

export const raceScripts: Scripts = {
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
}
