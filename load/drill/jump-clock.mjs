// Loaded into one node by `node --import`: at SIGUSR2 its wall clock jumps ahead. Its monotonic clock goes on, as when a
// machine's clock is set.
const AHEAD_MS = 5_000
const RealDate = Date
const realOrigin = performance.timeOrigin
let aheadMs = 0

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + aheadMs] : given))
  }
  static now() {
    return RealDate.now() + aheadMs
  }
}
Object.defineProperty(performance, 'timeOrigin', { get: () => realOrigin + aheadMs })
process.on('SIGUSR2', () => {
  aheadMs += AHEAD_MS
})
