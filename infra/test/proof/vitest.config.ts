import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { patience, TESTS } from '../patience.ts'

/** The bars, and the timing tests at full size, one file at a time: `npm run proof`. */
export default defineConfig({
  test: {
    ...patience,
    root: join(import.meta.dirname, '../../..'),
    include: [TESTS.proof, TESTS.timing],
    exclude: TESTS.ignored,
    globalSetup: join(import.meta.dirname, '../global-setup.ts'),
    fileParallelism: false,
    provide: { isFullSize: true },
  },
})
