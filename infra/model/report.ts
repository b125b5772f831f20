import type { Outcome } from './schedule.ts'

/** Lines of clockwork that say nothing about a race. */
const CLOCKWORK =
  /zrange|zadd|:probe|jobs changed|take a |hvals|keep locks|message on m:\{(lobby|queue)|pexpire|presence|countdown|res_leaderboard|transaction|subscribe|hmget m:\{queue/

const LINES_MAX = 2_000
const WIDTH = 200

/** A run as a person reads it: what was broken, and what led to it. */
export const reportOf = ({ violations, trace }: Outcome): string => {
  const lines = trace
    .filter(line => !CLOCKWORK.test(line))
    .map(line =>
      line
        .replace(/([rps])0{8,}/g, '$1')
        .replace(/,"token":"[^"]*"/, '')
        .slice(0, WIDTH),
    )
  const broken = violations.map(({ rule, what }) => `${rule}: ${what}`)
  return [...lines.slice(-LINES_MAX), ...broken].join('\n')
}
