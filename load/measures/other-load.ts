import { readFileSync } from 'node:fs'
import { familyCpuMs } from './process-usage.ts'

const TICK_MS = 10

/** What all cores have worked since the machine started, but for idling and waiting for disks. */
const busyMs = (): number => {
  const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  )
    .split(/ +/)
    .map(Number)
  return (user + nice + system + irq + softirq) * TICK_MS
}

/** Begins to watch; the function it answers tells how many cores all but this process and its children have used since. */
export const watchOtherLoad = (): (() => number) => {
  const own = () => familyCpuMs(process.pid)
  const [since, before] = [performance.now(), busyMs() - own()]
  return () => Math.max(0, (busyMs() - own() - before) / (performance.now() - since))
}
