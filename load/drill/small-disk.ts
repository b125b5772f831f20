import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openFolder } from '../../infra/test/own-stores.ts'

const BYTES = 160 * 1_024 * 1_024

/** A disk small enough to be filled: a tmpfs. Only root can mount one. */
export const mountSmallDisk = () => {
  const folder = openFolder('ketik-disk-')
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${BYTES},mode=0711`, 'ketik-drill', folder])
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: () => {
      try {
        writeFileSync(ballast, Buffer.alloc(BYTES)) // more than fits beside the data
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      }
    },
    free: () => rmSync(ballast, { force: true }),
    unmount: () => {
      execFileSync('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true })
    },
  }
}
