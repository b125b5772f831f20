const WATCH_MS = 500

/** From the start: a parent that ends between two watches is noticed as well. */
const { ppid: parent } = process

/**
 * Calls back once the process that started this one is gone. Nothing else tells: a killed `npm` leaves its child
 * with the terminal, and no signal is sent. Returns a function that ends the watch.
 */
export const onParentGone = (act: () => void): (() => void) => {
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    act()
  }, WATCH_MS)
  timer.unref()
  return () => clearInterval(timer)
}
