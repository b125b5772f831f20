const WATCH_MS = 500

/**
 * Calls back once the process that started this one is gone. Nothing else tells: a killed `npm` leaves its child
 * with the terminal, and no signal is sent.
 */
export const onParentGone = (act: () => void): void => {
  const { ppid } = process
  const timer = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(timer)
    act()
  }, WATCH_MS)
  timer.unref()
}
