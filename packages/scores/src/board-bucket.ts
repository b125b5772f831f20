import type { BoardWindow } from '@ketik/protocol'

const DAY_MS = 86_400_000

/** The name of the board an instant (epoch ms) belongs to: `all`, `week:2026-W47`, `day:2026-11-21`. */
export function boardBucket(window: BoardWindow, at: number): string {
  switch (window) {
    case 'all':
      return 'all'
    case 'day':
      return `day:${new Date(at).toISOString().slice(0, 10)}`
    case 'week':
      return `week:${isoWeek(at)}`
  }
}

/** A week has the year of its Thursday, and its number is how many Thursdays that year has had (ISO 8601). */
function isoWeek(at: number): string {
  const day = Math.floor(at / DAY_MS)
  const sinceMonday = (((day + 3) % 7) + 7) % 7 // day 0, 1 January 1970, was a Thursday
  const thursday = new Date((day - sinceMonday + 3) * DAY_MS)
  const year = thursday.getUTCFullYear()
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1
  return `${year}-W${String(week).padStart(2, '0')}`
}
