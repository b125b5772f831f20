import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(?:js|css|html|svg|json|txt)$/
/** Below this a compressed file saves no packet. */
const WORTH_BYTES = 512

/** Writes a `.br` and a `.gz` beside every text file of the build, so that no server compresses at run time. */
export const precompress = (): Plugin => ({
  name: 'ketik:precompress',
  apply: 'build',
  async writeBundle({ dir }) {
    if (dir === undefined) return
    for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue
      const path = join(entry.parentPath, entry.name)
      const bytes = await readFile(path)
      if (bytes.length < WORTH_BYTES) continue
      await writeFile(
        `${path}.br`,
        brotliCompressSync(bytes, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
          },
        }),
      )
      await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }))
    }
  },
})
