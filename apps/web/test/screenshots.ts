import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openBrowser } from './chromium.ts'
import { PAGES, SIZES, THEMES } from './pages.ts'
import { previewPage } from './preview-page.ts'
import { show } from './show.ts'

/**
 * Pictures of every page in each theme, size and language, for people to look at.
 * `npm run screenshots -- race dark phone` makes only those whose names hold all the given words.
 */
const FOLDER = resolve(import.meta.dirname, '..', 'screenshots')
const wanted = process.argv.slice(2)

const shots = PAGES.flatMap(shown =>
  THEMES.flatMap(theme =>
    SIZES.flatMap(size =>
      (['en', 'id'] as const).map(language => ({
        shown,
        theme,
        size,
        language,
        name: `${shown.name}-${size.name}-${theme}-${language}`,
      })),
    ),
  ),
).filter(({ name }) => wanted.every(word => name.split('-').includes(word) || name.startsWith(`${word}-`)))

const preview = await previewPage('fake')
const browser = await openBrowser()
if (wanted.length === 0) await rm(FOLDER, { recursive: true, force: true })
await mkdir(FOLDER, { recursive: true })
const page = await browser.context.newPage()
page.on('pageerror', error => console.error('page error:', error))
page.on('console', line => {
  if (line.type() === 'error') console.error('console:', line.text())
})
for (const { shown, theme, size, language, name } of shots) {
  await page.setViewportSize(size)
  try {
    await show(page, preview.url, shown, { theme, language })
  } catch (error) {
    console.error(`${name}:`, error)
  }
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true })
}
console.log(`${shots.length} pictures in ${FOLDER}`)
await browser.close()
await preview.close()
