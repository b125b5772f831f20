/** What the runner (or `k6 run -e NAME=value`) sets; the defaults suit a cluster started by `npm start`. */
const env = __ENV

/** WebSocket addresses of the gateways, or of the balancer before them. */
export const doors = (env.URLS || 'ws://127.0.0.1:8080').split(',')
export const vus = Number(env.VUS || 50)
/** Races that each VU runs, one after the other. */
export const races = Number(env.RACES || 1)
/** For soak.js, in seconds. */
export const durationS = Number(env.DURATION_S || 600)
/** Newcomers a second, so that the logins are not a storm where that is not what is measured. */
export const newcomersPerSecond = Number(env.NEWCOMERS_PER_SECOND || 50)
/** Tells the names of this run from those of another one; the same in every VU. */
export const run = env.RUN || 'k6'
/** Where the summary goes as JSON; nowhere unless set. */
export const summaryFile = env.SUMMARY

/** The same numbers of every trend in every summary. */
export const summaryTrendStats = ['min', 'med', 'p(90)', 'p(95)', 'p(99)', 'max', 'count']
