import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCluster, type TestCluster } from '../../../infra/test/cluster.ts'
import { previewPage } from './preview-page.ts'
import { Racer } from './racer.ts'

const KEY_MS = 110

let cluster: TestCluster
let ani: Racer
let budi: Racer

beforeAll(async () => {
  await (await previewPage('production')).close()
  cluster = await startCluster({ gateways: 2 })
  const [first, second] = cluster.gateways.map(({ ports }) => `http://127.0.0.1:${ports['http']}`)
  ani = await Racer.open(first ?? '', { size: 'desktop', locale: 'en-GB' })
  budi = await Racer.open(second ?? '', { size: 'phone', locale: 'id-ID' })
})
afterAll(async () => {
  await Promise.all([ani?.close(), budi?.close()])
  await cluster?.close()
})

describe('two browsers on two gateways', () => {
  let race = ''

  test('[WEB-40] log in, and are matched with each other', async () => {
    await Promise.all([ani.enter('Ani'), budi.enter('Budi')])
    const texts = await Promise.all([ani.text(), budi.text()])
    expect(texts[0]).toBe(texts[1])
    expect(texts[0].length).toBeGreaterThan(30)
    race = new URL(ani.page.url()).pathname
    expect(new URL(budi.page.url()).pathname).toBe(race)
  })

  test('[WEB-40] race, see each other move, and both see the result', async () => {
    const text = await ani.text()
    const typing = Promise.all([ani.type(text, KEY_MS), budi.type(text.slice(0, 40), KEY_MS * 1.5)])
    await budi.page.waitForSelector('.caret.rival:not([hidden])')
    await ani.page.waitForSelector('.caret.rival:not([hidden])')
    await typing
    expect(await ani.verdict()).toBe(ani.words.won)
    await budi.type(text.slice(40), KEY_MS)
    expect(await budi.verdict()).toBe(budi.words.lost)
    for (const { page } of [ani, budi]) {
      await page.waitForSelector('.chart canvas')
      await expect.poll(() => page.locator('.chart .legend > span').count()).toBe(2)
      expect(await page.locator('.standings tbody tr').count()).toBe(2)
    }
    const results = await cluster.settled(race.split('/')[2] ?? '')
    expect(results.rows.map(({ username, state }) => [username, state]).toSorted()).toEqual([
      ['Ani', 'finished'],
      ['Budi', 'finished'],
    ])
  })

  test('[WEB-40] agree to a rematch', async () => {
    await ani.page.getByRole('button', { name: ani.words.rematch }).click()
    await budi.page.getByRole('button', { name: budi.words.rematch }).click()
    await ani.text()
    expect(new URL(ani.page.url()).pathname).not.toBe(race)
    expect(ani.page.url().split('/').at(-1)).toBe(budi.page.url().split('/').at(-1))
  })

  test('[CLIENT-17] a race that was left stays away after a reload, on / and on a room link', async () => {
    const { page } = ani
    const snapshots: unknown[] = []
    let logins = 0
    page.on('websocket', socket =>
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).includes('"type":"snapshot"')) snapshots.push(payload)
        if (String(payload).includes('"type":"res_leaderboard"')) logins += 1
      }),
    )
    await page.getByRole('button', { name: 'Leave the race' }).click()
    await page.getByRole('button', { name: ani.words.race, exact: true }).waitFor()
    const origin = new URL(page.url()).origin
    for (const path of ['/', '/room/friends?seats=2']) {
      logins = 0
      await page.goto(`${origin}${path}`)
      // A snapshot would come before the leaderboard.
      await expect.poll(() => logins, { timeout: 10_000 }).toBeGreaterThan(0)
      await page.reload()
      await expect.poll(() => logins, { timeout: 10_000 }).toBeGreaterThan(1)
      expect(new URL(page.url()).pathname).toBe(new URL(path, origin).pathname)
      expect(await page.locator('.arena').count()).toBe(0)
    }
    expect(snapshots).toEqual([])
  })

  test('[WEB-40] talk in the lobby, in both languages', async () => {
    for (const { page } of [ani, budi]) await page.click('.wordmark')
    await ani.say('halo dari Ani')
    await budi.page.waitForSelector('.talk .lines :text("halo dari Ani")')
    await budi.say('halo juga')
    await ani.page.waitForSelector('.talk .lines :text("halo juga")')
    expect(await ani.page.textContent('.talk h2')).toBe('Lobby')
    expect(await budi.page.textContent('.talk h2')).toBe('Lobi')
  })

  test('[WEB-40] find the race by its link, the player and the board', async () => {
    await ani.page.goto(new URL(race, ani.page.url()).href)
    await ani.page.waitForSelector('.standings tbody tr:nth-child(2)')
    await ani.page.click('.standings tbody a:has-text("Budi")')
    await ani.page.waitForSelector('.recent tbody tr')
    await ani.page.click('.wordmark')
    await ani.page.waitForSelector('.board tbody tr:nth-child(2)')
  })

  test('[WEB-40] see the diagnostics measure both transports', async () => {
    await ani.page.goto(new URL('/diagnostics', ani.page.url()).href)
    await expect.poll(() => ani.page.locator('.status.open').count()).toBe(2)
    for (const stream of await ani.page.locator('.stream').all()) {
      await expect.poll(() => stream.locator('.last .figure').count()).toBeGreaterThan(2)
    }
  })

  test('[WEB-32] nothing was thrown on the way', () => {
    expect([...ani.troubles, ...budi.troubles]).toEqual([])
  })
})
