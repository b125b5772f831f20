import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakePage, fakePage } from './fake-page.ts'

let fake: FakePage
let loads = 0

beforeAll(async () => {
  fake = await fakePage()
  fake.page.on('load', () => {
    loads += 1
  })
})
afterAll(() => fake.close())

/** As after an upgrade: the server answers, and has these files no longer. */
const withoutFiles = async (pattern: RegExp): Promise<() => Promise<void>> => {
  await fake.page.route(pattern, route => route.fulfill({ status: 404, body: 'not found' }))
  return () => fake.page.unroute(pattern)
}

const failed = 'This part of the page could not be loaded.'

describe('files that a new version of the server no longer has', () => {
  test('[WEB-45] a page: reloads once, says so, and comes with the button once the files are there', async () => {
    const { page } = fake
    const upgraded = await withoutFiles(/\/assets\/player-page-.*\.js$/)
    await fake.open('/', 'first', '.board tr')
    loads = 0
    await page.locator('.board tbody a').filter({ hasText: 'Budi' }).click()
    await page.getByText(failed).waitFor()
    expect(loads).toBe(1)
    expect(new URL(page.url()).pathname).toBe('/players/Budi')
    await upgraded()
    await page.getByRole('button', { name: 'Reload' }).click()
    await page.waitForSelector('.recent tr')
  })

  test('[WEB-45] a stylesheet: the figures in words take the place of the chart', async () => {
    const { page } = fake
    const upgraded = await withoutFiles(/\/assets\/draw-lines-.*\.css$/)
    loads = 0
    await page.goto(`${fake.url}/race/fake-race?scene=first`)
    await page.getByText('The chart could not be loaded.').waitFor()
    expect(loads).toBe(2)
    expect(await page.locator('.chart .legend').textContent()).toMatch(
      /: average [\d.]+ wpm, peak [\d.]+ wpm/,
    )
    await upgraded()
    await page.getByRole('button', { name: 'Reload' }).click()
    await page.waitForSelector('.chart canvas')
  })
})
