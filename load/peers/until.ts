import { pause } from './crowd.ts'

const LOOK_MS = 25

/** Looks until it is so. Rejects with `otherwise` when it takes too long. */
export const until = async (
  isSo: () => boolean | Promise<boolean>,
  withinMs: number,
  otherwise: string,
): Promise<void> => {
  const end = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`${otherwise} within ${withinMs} ms`)
    await pause(LOOK_MS)
  }
}
