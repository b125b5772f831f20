import { expect, type TestContext } from 'vitest'

/** A measured value and the bar that it is held to. */
export type Bar = {
  readonly what: string
  readonly measured: number
  readonly most: number
  readonly unit: string
}

declare module 'vitest' {
  interface TaskMeta {
    bars?: readonly Bar[]
  }
}

/** Notes a value for the table of `npm run proof`. The test fails when the value is above its bar. */
export const prove = ({ task }: Pick<TestContext, 'task'>, bar: Bar): void => {
  task.meta.bars = [...(task.meta.bars ?? []), bar]
  expect.soft(bar.measured, `${bar.what}, ${bar.unit}`).toBeLessThanOrEqual(bar.most)
}
