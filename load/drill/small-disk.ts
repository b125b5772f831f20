import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './run-program.ts'

/** A disk small enough to be filled: a tmpfs. Only root can mount one. */
export type SmallDisk = { fill(): void; free(): void; unmount(): void }

const MEBIBYTES = 160

export const mountSmallDisk = (folder: string): SmallDisk => {
  mkdirSync(folder, { recursive: true })
  runProgram('mount', '-t', 'tmpfs', '-o', `size=${MEBIBYTES}m,mode=0711`, 'ketik-drill', folder)
  const ballast = join(folder, 'ballast')
  return {
    fill: () => {
      const file = openSync(ballast, 'w')
      try {
        for (const bytes of [1 << 20, 1 << 12]) fillBy(file, bytes)
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(ballast, { force: true }),
    unmount: () => runProgram('umount', '--lazy', folder),
  }
}

const fillBy = (file: number, bytes: number): void => {
  const block = Buffer.alloc(bytes)
  try {
    while (writeSync(file, block) > 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
