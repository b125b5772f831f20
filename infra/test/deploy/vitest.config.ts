import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The tests that bring the compose stack up: `npx vitest run --config infra/test/deploy/vitest.config.ts`. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../../..'),
    include: ['infra/test/deploy/*.stack.test.ts'],
    globalSetup: join(import.meta.dirname, 'global-setup.ts'),
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
