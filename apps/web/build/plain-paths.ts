import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import type { Plugin } from 'vite'

/** Vite takes these characters in the path of a file for the start of a fragment, a query or a pattern. */
const MISREAD = /[#?*]/

/**
 * Lets Vite build in a folder whose name it misreads: Vite then sees every file through a symbolic link that has a
 * plain name. `root` is the repository's folder.
 */
export const plainPaths = (root: string): Plugin => {
  const real = realpathSync(root)
  if (!MISREAD.test(real)) return { name: 'ketik:plain-paths' }
  let scratch = ''
  const plain = (path: string): string => {
    const inside = relative(real, realpathSync(path))
    return inside.startsWith(`..${sep}`) ? path : join(scratch, 'ketik', inside)
  }
  return {
    name: 'ketik:plain-paths',
    apply: 'build',
    enforce: 'pre',
    config: config => {
      scratch = mkdtempSync(join(tmpdir(), 'ketik-web-'))
      symlinkSync(real, join(scratch, 'ketik'))
      // Without `preserveSymlinks` Vite resolves the link and sees the real path again.
      return { root: plain(resolve(config.root ?? '.')), resolve: { preserveSymlinks: true } }
    },
    async resolveId(source, importer, options) {
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true })
      const isFile = resolved !== null && !resolved.external && resolved.id.startsWith(sep)
      // pnpm's own links must be resolved: a package finds its imports only beside its real folder.
      return isFile ? { ...resolved, id: plain(resolved.id) } : resolved
    },
    closeBundle: () => rmSync(scratch, { recursive: true, force: true }),
  }
}
