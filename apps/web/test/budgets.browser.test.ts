import { readdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakePage, fakePage } from './fake-page.ts'
import { previewPage } from './preview-page.ts'

const JS_BYTES_MAX = 60 * 1024
const CSS_BYTES_MAX = 12 * 1024
const SHIFT_MAX = 0.02

const DIST = resolve(import.meta.dirname, '..', 'dist')

let fake: FakePage
beforeAll(async () => {
  await (await previewPage('production')).close()
  fake = await fakePage()
})
afterAll(() => fake.close())

const compressedBytes = async (html: string, pattern: RegExp): Promise<number> => {
  let bytes = 0
  for (const [, path] of html.matchAll(pattern)) bytes += (await readFile(`${DIST}${path}.br`)).length
  return bytes
}

describe('the first load', () => {
  test('[WEB-33] is at most 60 KiB of brotli JavaScript and 12 KiB of CSS', async () => {
    const html = await readFile(resolve(DIST, 'index.html'), 'utf8')
    const js = await compressedBytes(html, /(?:src|href)="(\/assets\/[^"]+\.js)"/g)
    const css = await compressedBytes(html, /href="(\/assets\/[^"]+\.css)"/g)
    expect(js).toBeGreaterThan(0)
    expect(js).toBeLessThanOrEqual(JS_BYTES_MAX)
    expect(css).toBeGreaterThan(0)
    expect(css).toBeLessThanOrEqual(CSS_BYTES_MAX)
    expect(html).not.toMatch(/<style|<script(?![^>]*src=)|style=/)
  })

  test('[NAME-20] no file has the table of look-alikes', async () => {
    const files = (await readdir(resolve(DIST, 'assets'))).filter(name => name.endsWith('.js'))
    expect(files.length).toBeGreaterThan(0)
    for (const name of files)
      expect(await readFile(resolve(DIST, 'assets', name), 'utf8')).not.toContain('27+27=22')
  })

  test.each([
    ['/', 'lobby', '.talk .mine'],
    ['/', 'first', '.board tr'],
    ['/', 'countdown', '.countdown'],
    ['/race/fake-race', 'first', '.chart canvas'],
    ['/players/Budi', 'first', '.recent tr'],
    ['/diagnostics', 'lobby', '.stream .last li:nth-child(6)'],
  ])('[WEB-34] %s (%s) moves nothing that was there, by more than 0.02', async (path, scene, ready) => {
    await fake.open(path, scene, ready)
    await fake.page.waitForTimeout(400)
    const shift = await fake.page.evaluate(
      () =>
        new Promise<number>(tell => {
          let sum = 0
          new PerformanceObserver(list => {
            for (const entry of list.getEntries())
              if (!Reflect.get(entry, 'hadRecentInput')) sum += Number(Reflect.get(entry, 'value'))
          }).observe({ type: 'layout-shift', buffered: true })
          setTimeout(() => tell(sum), 50)
        }),
    )
    expect(shift).toBeLessThanOrEqual(SHIFT_MAX)
  })
})
