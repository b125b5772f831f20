import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openBrowser } from './chromium.ts'
import { PAGES, SIZES, THEMES } from './pages.ts'
import { type Preview, previewPage } from './preview-page.ts'
import { show } from './show.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let preview: Preview
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  preview = await previewPage('fake')
  browser = await openBrowser({ bypassCSP: false })
  page = await browser.context.newPage()
  page.on('pageerror', error => troubles.push(String(error)))
  page.on('console', line => {
    if (line.type() === 'error') troubles.push(line.text())
  })
  page.on('request', request => {
    if (!request.url().startsWith(preview.url)) troubles.push(`asked another host: ${request.url()}`)
  })
})
afterAll(async () => {
  await browser.close()
  await preview.close()
})

type Violation = { readonly id: string; readonly impact: string; readonly nodes: readonly { html: string }[] }

const violations = async (): Promise<readonly string[]> => {
  // The policy of the page lets no script in but its own; the debugger's evaluation is outside of it.
  await page.evaluate(AXE)
  const found = await page.evaluate<readonly Violation[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  )
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

describe.each(PAGES)('page $name', shown => {
  test.each(THEMES)('[WEB-30] axe finds nothing serious in the %s theme', async theme => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await show(page, preview.url, shown, { theme })
    expect(await violations()).toEqual([])
  })

  test.each(SIZES)('[WEB-31] nothing sticks out sideways at $name size, in either language', async size => {
    await page.setViewportSize(size)
    for (const language of ['en', 'id']) {
      await show(page, preview.url, shown, { language })
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect({ language, overflow }).toEqual({ language, overflow: 0 })
    }
  })

  test('[WEB-32] the strict policy is kept, no other host is asked, and nothing is thrown', () => {
    expect(troubles).toEqual([])
  })
})
