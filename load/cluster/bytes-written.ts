import { readFileSync } from 'node:fs'
import { withChildren } from './process-usage.ts'

/** Bytes that a process and its children have sent towards the disk since their start, by /proc. Linux only. */
export const bytesWritten = (pid: number): number =>
  withChildren(pid).reduce((sum, one) => sum + ownBytes(one), 0)

const ownBytes = (pid: number): number => {
  try {
    return Number(/^write_bytes: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1])
  } catch {
    return 0
  }
}
