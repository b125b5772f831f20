import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const skipped = /^(node_modules|dist|\.ketik|coverage)$|\.test\.[a-z]+$/

/** Every file below a folder, by its path from there in a fixed order; neither tests nor what is built or installed. */
export function sourceFiles(folder, below = '') {
  const entries = readdirSync(join(folder, below), { withFileTypes: true })
  return entries
    .filter(({ name }) => !skipped.test(name))
    .flatMap(entry => {
      const path = join(below, entry.name)
      if (entry.isDirectory()) return sourceFiles(folder, path)
      return entry.isFile() ? [path] : []
    })
    .sort()
}

/** A hash over the names and contents of all files below some folders, and over some other contents. */
export function fingerprint(root, folders, others) {
  const hash = createHash('sha256')
  for (const folder of folders) {
    for (const file of sourceFiles(join(root, folder)))
      hash
        .update(`${folder}/${file}\0`)
        .update(readFileSync(join(root, folder, file)))
        .update('\0')
  }
  for (const other of others) hash.update(other)
  return hash.digest('hex')
}
