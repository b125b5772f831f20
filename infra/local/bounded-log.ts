import { appendFileSync, renameSync, statSync } from 'node:fs'
import { attempt } from './attempt.ts'

const bytesMaxUsual = 16 * 1024 * 1024

/** Appends lines to a file; a file that has grown past `bytesMax` is moved to `<file>.1`, over the one before. */
export function openBoundedLog(file: string, bytesMax = bytesMaxUsual): (line: string) => void {
  const append = (text: string) => appendFileSync(file, text, { mode: 0o600 })
  append('') // the file is there at once
  const write = (line: string) => {
    const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
    if (bytes > bytesMax) renameSync(file, `${file}.1`)
    append(`${line}\n`)
  }
  // That it cannot be written later (disk full) is no reason to end what is logged.
  return line => attempt(() => write(line))
}
