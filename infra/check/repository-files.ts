import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const skipped = new Set(['node_modules', 'dist', '.git', '.ketik', 'coverage', 'test-results'])

/** The paths of all files of the repository, from its root, that a pattern matches. */
export function repositoryFiles(root: string, pattern: RegExp, below = ''): readonly string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap(entry => {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : repositoryFiles(root, pattern, path)
    return pattern.test(path) ? [path] : []
  })
}
