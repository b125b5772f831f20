import { defineConfig } from 'vitest/config'

/** Tests in a real chromium. They build the page, so they run one file after another. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['test/**/*.browser.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
})
