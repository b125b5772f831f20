import type { Outcome } from './schedule.ts'

/** Lines of clockwork that say nothing about a race. */
const CLOCKWORK =
  /zrange|zadd|:probe|jobs changed|take a |hvals|keep locks|message on m:\{(lobby|queue)|pexpire|presence|countdown|res_leaderboard|transaction|subscribe|hmget m:\{queue/
/** Zeros that fill ids up, and session tokens. */
const NOISE = /(?<=[rps])0{8,}|,"token":"[^"]*"/g
const LINES_MAX = 2_000
const WIDTH = 200

/** A run as a person reads it: what was broken, and what led to it. */
export const reportOf = ({ violations, trace }: Outcome): string => {
  const lines = trace.filter(line => !CLOCKWORK.test(line)).slice(-LINES_MAX)
  const broken = violations.map(({ rule, what }) => `${rule}: ${what}`)
  return [...lines.map(line => line.replace(NOISE, '').slice(0, WIDTH)), ...broken].join('\n')
}
