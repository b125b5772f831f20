import { defineConfig, type Plugin } from 'vitest/config'

const tests = '**/*.test.{ts,tsx,mjs}'
const timing = '**/*.timing.test.ts'
const browser = '**/*.browser.test.ts'
/** Folders whose tests need no Redis and no PostgreSQL. */
const pure = ['packages/race', 'packages/protocol', 'services/matchmaker/texts', 'apps']
// Tests of the compose stack have a run of their own: infra/test/deploy/vitest.config.ts.
const ignored = ['**/node_modules/**', '**/dist/**', '.ketik/**', '**/*.stack.test.ts']
const services = './infra/test/global-setup.ts'

export default defineConfig({
  plugins: [sourceAsText()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: pure.map(folder => `${folder}/${tests}`),
          exclude: [...ignored, timing, browser],
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          include: [tests],
          exclude: [...ignored, timing, browser, ...pure.map(folder => `${folder}/**`)],
          globalSetup: services,
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      alone('timing', timing, 2),
      alone('browser', browser, 3),
    ],
  },
})

/** A project whose files run one at a time, after all others: they measure time, or fill the machine. */
function alone(name: string, include: string, groupOrder: number) {
  return {
    extends: true as const,
    test: {
      name,
      include: [include],
      exclude: ignored,
      globalSetup: services,
      fileParallelism: false,
      testTimeout: 60_000,
      hookTimeout: 60_000,
      sequence: { groupOrder },
    },
  }
}

/** `import script from './finish.lua'` gives its text, here as in the bundles. */
function sourceAsText(): Plugin {
  return {
    name: 'source-as-text',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.(lua|sql)$/.test(id)) return
      return { code: `export default ${JSON.stringify(code)}`, map: null }
    },
  }
}
