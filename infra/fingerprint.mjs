import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const skipped = new Set(['node_modules', 'dist', '.ketik', 'coverage'])
const isTest = name => /\.test\.[a-z]+$/.test(name)

/** Every file below a folder, by its path from there in a fixed order; neither tests nor what is built or installed. */
export function sourceFiles(folder) {
  const files = []
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (skipped.has(entry.name) || isTest(entry.name)) continue
    if (entry.isDirectory())
      files.push(...sourceFiles(join(folder, entry.name)).map(file => join(entry.name, file)))
    else if (entry.isFile()) files.push(entry.name)
  }
  return files
}

/** A hash over the names and contents of all files below some folders, and over some other contents. */
export function fingerprint(root, folders, others) {
  const hash = createHash('sha256')
  for (const folder of folders) {
    for (const file of sourceFiles(join(root, folder))) {
      hash
        .update(`${folder}/${file}\0`)
        .update(readFileSync(join(root, folder, file)))
        .update('\0')
    }
  }
  for (const other of others) hash.update(other)
  return hash.digest('hex')
}
