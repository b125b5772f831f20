import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** The tests that bring the compose stack up: run by infra/deploy-test.mjs, which sees to the engine and the images. */
export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../../..'),
    include: ['infra/test/deploy/*.stack.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
})
