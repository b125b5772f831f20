import { createWriteStream, existsSync, openSync, renameSync, statSync } from 'node:fs'

export type BoundedLog = { write(line: string): void; end(): void }

const bytesMaxUsual = 16 * 1024 * 1024

/** Appends lines to a file; a file that has grown past `bytesMax` is moved to `<file>.1`, over the one before. */
export function openBoundedLog(file: string, bytesMax = bytesMaxUsual): BoundedLog {
  let bytes = existsSync(file) ? statSync(file).size : 0
  let stream = open(file)
  return {
    write(line) {
      if (bytes > bytesMax) {
        stream.end()
        renameSync(file, `${file}.1`)
        stream = open(file)
        bytes = 0
      }
      bytes += line.length + 1
      stream.write(`${line}\n`)
    },
    end: () => stream.end(),
  }
}

/** The file is there at once; that it cannot be written later (disk full) is no reason to end what is logged. */
function open(file: string) {
  return createWriteStream(file, { fd: openSync(file, 'a', 0o600) }).on('error', () => {})
}
