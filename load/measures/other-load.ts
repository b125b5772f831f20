import { cpus } from 'node:os'
import { familyCpuMs } from './process-usage.ts'

/** What all cores have worked since the machine started, but for idling and waiting for disks. */
const busyMs = (): number =>
  cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0)

/** Begins to watch; the function it answers tells how many cores all but this process and its children have used since. */
export const watchOtherLoad = (): (() => number) => {
  const own = () => familyCpuMs(process.pid)
  const [since, before] = [performance.now(), busyMs() - own()]
  return () => Math.max(0, (busyMs() - own() - before) / (performance.now() - since))
}
