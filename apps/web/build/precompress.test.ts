import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { precompress } from './precompress.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ketik-precompress-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

it('[WEB-33] every text of the build has a .br and a .gz beside it that unpack to it; small and packed files have none', async () => {
  const text = 'const race = 1\n'.repeat(100)
  await writeFile(join(folder, 'a.js'), text)
  await writeFile(join(folder, 'small.css'), 'a{}')
  await writeFile(join(folder, 'font.woff2'), text)
  const { writeBundle } = precompress()
  if (typeof writeBundle !== 'function') throw new Error('the plugin does not write')
  await Reflect.apply(writeBundle, {}, [{ dir: folder }])
  expect((await readdir(folder)).sort()).toEqual(['a.js', 'a.js.br', 'a.js.gz', 'font.woff2', 'small.css'])
  expect(brotliDecompressSync(await readFile(join(folder, 'a.js.br'))).toString()).toBe(text)
  expect(gunzipSync(await readFile(join(folder, 'a.js.gz'))).toString()).toBe(text)
})
