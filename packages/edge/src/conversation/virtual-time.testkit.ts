import { vi } from 'vitest'

/** Epoch milliseconds at which every conversation begins. */
export const EPOCH_MS = 1_800_000_000_000

/** Replaces timers and clocks by ones that stand still until a test lets time pass. Answers how to put them back. */
export const enterVirtualTime = (): (() => void) => {
  vi.useFakeTimers({
    now: EPOCH_MS,
    toFake: [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'setImmediate',
      'clearImmediate',
      'Date',
      'performance',
    ],
  })
  return () => vi.useRealTimers()
}

/** Lets time pass. Everything that becomes due happens, in order, with all that follows from it. */
export const passTime = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms)
}
