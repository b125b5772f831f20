import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes a shell script that stands for a program of the machine, to be found by `PATH`. */
export const writeProgram = (folder: string, name: string, script: string): string => {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}
