import exec from 'k6/execution'
import type { Options, Scenario } from 'k6/options'
import { NEWCOMERS_PER_SECOND } from '../measures/metrics.ts'
import { listen } from './listen.ts'
import { playTable } from './play-table.ts'
import type { Settings } from './run-k6.ts'
import { settings, waitUntil } from './vu.ts'

export { handleSummary } from './vu.ts'

const { vus, run } = settings

type Play = {
  readonly scenario: Scenario
  /** How long after the start of the run the instant is by which all VUs act together. */
  readonly actInMs?: number
  /** One turn of a VU; `turn` counts through all VUs and their turns. */
  play(turn: number, actAt: number): Promise<void>
}

const once = { executor: 'per-vu-iterations', vus, iterations: 1, maxDuration: '10m' } as const

/** Who sits at a VU's table, by turns. The public queue chooses the opponents of the last one. */
const TABLES = [
  { kinds: ['keys', 'keys'] },
  { kinds: ['keys', 'claims'] },
  { kinds: ['claims', 'claims'] },
  { kinds: ['keys', 'claims'], isPublic: true },
] as const
const SOAK_TABLES = TABLES.slice(0, 3)

const DROP_EACH = 10
const DROP_AFTER_MS = 4_000
const CHAT_EACH = 20

/** After the storm of logins, before the races: the drop is to find everybody typing. */
const STORM_ASKS_AFTER_MS = 10_000
const STORM_DROPS_AFTER_MS = 20_000

const PLAYS: Readonly<Record<Settings['command'], Play>> = {
  /**
   * Whole races over WebSocket: each VU plays both seats of a duel, from connections to two gateways, so that what one
   * sends and the other is shown are measured by one clock.
   */
  race: {
    scenario: { ...once, iterations: settings.races, maxDuration: '15m', gracefulStop: '5s' },
    play: () => playTable(TABLES[exec.vu.idInTest % TABLES.length] ?? TABLES[0]),
  },
  /** Chat fan-out: every VU listens to the lobby over one gateway or another, a few also speak. */
  lobby: {
    scenario: once,
    actInMs: (1_000 * vus) / NEWCOMERS_PER_SECOND,
    play: (_, allInAt) => listen(allInAt),
  },
  /**
   * Two storms. All VUs connect and log in at one instant; then, in the middle of their races, all of them lose their
   * connections at one instant and come back with their tokens at the next gateway. No race and no key may be lost.
   */
  storm: {
    scenario: once,
    actInMs: 2_000,
    play: async (turn, stormAt) => {
      await waitUntil(stormAt)
      await playTable({
        kinds: ['keys', 'keys'],
        isStorm: true,
        wpm: 45 + (turn % 15),
        onEntered: () => waitUntil(stormAt + STORM_ASKS_AFTER_MS),
        onMatched: bot => 'drop' in bot && waitUntil(stormAt + STORM_DROPS_AFTER_MS).then(() => bot.drop()),
      })
    },
  },
  /**
   * A long day: races of every kind one after the other, a word in the lobby now and then, and in each tenth race a
   * lost connection. What grows with time shows in the process table that the runner prints.
   */
  soak: {
    scenario: { executor: 'constant-vus', vus, duration: `${settings.durationS}s`, gracefulStop: '3m' },
    play: turn =>
      playTable({
        ...(SOAK_TABLES[turn % SOAK_TABLES.length] ?? TABLES[0]),
        onEntered: ([one]) => {
          if (turn % CHAT_EACH === 0) one?.say(`${run}: turn ${turn}`)
        },
        onMatched: bot => {
          if (turn % DROP_EACH === 0 && 'drop' in bot)
            setTimeout(() => bot.drop(), bot.untilStartMs + DROP_AFTER_MS)
        },
      }),
  },
}

const { scenario, actInMs = 0, play } = PLAYS[settings.command]

export const options: Options = { scenarios: { [settings.command]: scenario } }

/** All VUs share one clock, so an instant of it is enough to act together. */
export const setup = () => Date.now() + actInMs

export default (actAt: number) => play(exec.vu.idInTest + exec.vu.iterationInScenario, actAt)
