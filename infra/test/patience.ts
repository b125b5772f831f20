/** Which files hold which tests. */
export const TESTS = {
  every: '**/*.test.{ts,tsx,mjs}',
  timing: '**/*.timing.test.ts',
  browser: '**/*.browser.test.ts',
  proof: '**/*.proof.test.ts',
  /** Tests of the compose stack have a run of their own: infra/test/deploy/vitest.config.ts. */
  ignored: ['**/node_modules/**', '**/dist/**', '.ketik/**', '**/*.stack.test.ts'],
}

/** How long a run waits for what must happen. A machine whose cores others use may need all of it. */
export const patience = {
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
}
