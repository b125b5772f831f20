/**
 * Runs at an instant of the clock (ms), never before it; answers how to cancel it. A timer alone may fire before its
 * time: Node counts from the beginning of the turn of its loop, and the clock of the cluster may be set back meanwhile.
 */
export const runAt = (now: () => number, instant: number, run: () => void): (() => void) => {
  const wait = () =>
    setTimeout(() => (now() < instant ? rearm() : run()), Math.max(0, Math.ceil(instant - now())))
  const rearm = () => {
    timer = wait()
  }
  let timer = wait()
  return () => clearTimeout(timer)
}
