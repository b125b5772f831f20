import type { Page } from 'playwright-core'
import type { Shown } from './pages.ts'

type Look = { readonly theme?: string; readonly language?: string }

/** Opens a page of the fake build in the state that is to be looked at. */
export const show = async (page: Page, url: string, shown: Shown, look: Look = {}): Promise<void> => {
  const address = new URL(shown.path, url)
  address.searchParams.set('scene', shown.scene)
  for (const [name, value] of Object.entries(look)) address.searchParams.set(name, value)
  await page.goto(address.href)
  await page.waitForSelector(shown.ready)
  for (const key of shown.press ?? []) await page.keyboard.press(key)
  if (shown.click !== undefined) await page.click(shown.click)
  if (shown.clickNext !== undefined) await page.click(shown.clickNext)
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(250)
}
