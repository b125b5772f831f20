import type { Page } from 'playwright-core'
import { type Browser, openBrowser } from './chromium.ts'
import { previewPage } from './preview-page.ts'

export type FakePage = {
  readonly page: Page
  readonly browser: Browser
  readonly url: string
  /** Opens the page with the fake server playing a scene, and waits for what shows that it is there. */
  open(path: string, scene: string, ready: string): Promise<void>
  close(): Promise<void>
}

export const fakePage = async (): Promise<FakePage> => {
  const preview = await previewPage('fake')
  const browser = await openBrowser()
  const page = await browser.context.newPage()
  await page.setViewportSize({ width: 1280, height: 800 })
  return {
    page,
    browser,
    url: preview.url,
    open: async (path, scene, ready) => {
      await page.goto(`${preview.url}${path}?scene=${scene}`)
      await page.waitForSelector(ready)
    },
    close: async () => {
      await browser.close()
      await preview.close()
    },
  }
}
