import { defineConfig } from 'vitest/config'
import { patience, TESTS } from './infra/test/patience.ts'

/** Folders whose tests need no Redis and no PostgreSQL. */
const pure = [
  'packages/race/**',
  'packages/protocol/**',
  'packages/client/**',
  'services/matchmaker/texts/**',
  'apps/**',
]
/**
 * Tests that need most of the time: conversations with whole clusters, real terminals, models, whole runs.
 * `npm run test:fast` leaves them out.
 */
const long = [
  'infra/test/accounts/**',
  'infra/test/lobby/**',
  'infra/test/race/**',
  'infra/test/run/**',
  'infra/test/terminal/**',
  'infra/local/start.test.ts',
  'infra/model/**',
  'load/**',
  'packages/edge/src/connection/moving.test.ts',
  'packages/scores/src/leaderboard.test.ts',
]
const { ignored, timing, browser, proof } = TESTS
/** Those of the patterns that are tests. */
const testsIn = (patterns: readonly string[]) =>
  patterns.map(pattern => pattern.replace(/\*\*$/, TESTS.every))
const services = './infra/test/global-setup.ts'

export default defineConfig({
  test: {
    ...patience,
    provide: { isFullSize: false },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: testsIn(pure),
          exclude: [...ignored, timing, browser, proof],
          pool: 'threads',
          // They keep no state, so no file needs modules of its own: half of their time would be imports.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: [TESTS.every],
          exclude: [...ignored, timing, browser, proof, ...pure, ...long],
          globalSetup: services,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: testsIn(long),
          exclude: [...ignored, timing, browser, proof],
          globalSetup: services,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      alone('timing', timing, 3),
      alone('browser', browser, 4),
    ],
  },
})

/** A project whose files run one at a time, after all others: they fill the machine. */
function alone(name: string, include: string, groupOrder: number) {
  return {
    extends: true as const,
    test: {
      name,
      include: [include],
      exclude: ignored,
      globalSetup: services,
      fileParallelism: false,
      sequence: { groupOrder },
    },
  }
}
