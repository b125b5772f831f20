import { afterAll, beforeAll, expect, test } from 'vitest'
import { prove } from '../../../infra/test/proof/prove.ts'
import { type FakePage, fakePage } from './fake-page.ts'
import { previewPage } from './preview-page.ts'

const INTERACTIVE_MS_MAX = 1_000
const SLOWDOWN = 4
const CARET_MS_MAX = 16
/** 200 wpm. */
const KEY_MS = 60

let fake: FakePage
beforeAll(async () => {
  await (await previewPage('production')).close()
  fake = await fakePage()
})
afterAll(() => fake.close())

test('[W34] can be used within a second on a processor four times as slow', async ({ task }) => {
  const session = await fake.browser.context.newCDPSession(fake.page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  await fake.page.addInitScript(() => {
    let busyUntil = 0
    new PerformanceObserver(list => {
      for (const { startTime, duration } of list.getEntries()) busyUntil = startTime + duration
      Reflect.set(window, 'busyUntil', busyUntil)
    }).observe({ type: 'longtask', buffered: true })
    const watcher = new MutationObserver(() => {
      if (document.querySelector('.enter button') === null) return
      watcher.disconnect()
      Reflect.set(window, 'usableAt', performance.now())
    })
    watcher.observe(document, { childList: true, subtree: true })
  })
  await fake.open('/', 'first', '.board tr')
  const [usableAt, busyUntil] = await fake.page.evaluate(() => [
    Number(Reflect.get(window, 'usableAt')),
    Number(Reflect.get(window, 'busyUntil') ?? 0),
  ])
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const measured = Math.max(usableAt ?? 0, busyUntil ?? 0)
  prove({ task }, { what: 'usable', measured, most: INTERACTIVE_MS_MAX, unit: 'ms' })
})

test('[W35] the caret has moved within 16 ms of the key at 200 wpm among five racers, p95', async ({
  task,
}) => {
  await fake.open('/', 'race-live', '.arena:not(.closed) .g')
  await fake.page.evaluate(() => {
    const taken: number[] = []
    Reflect.set(window, 'taken', taken)
    let before = ''
    const caret = () => document.querySelector<HTMLElement>('.caret:not(.rival)')?.style.transform ?? ''
    addEventListener('beforeinput', () => (before = caret()), { capture: true })
    addEventListener('beforeinput', event => {
      if (caret() !== before) taken.push(performance.now() - event.timeStamp)
    })
  })
  const text = (await fake.page.textContent('#race-text')) ?? ''
  const typed = text.slice(0, 150)
  for (const key of typed) {
    await fake.page.keyboard.type(key)
    await fake.page.waitForTimeout(KEY_MS)
  }
  const taken = await fake.page.evaluate(() => Reflect.get(window, 'taken') as number[])
  expect(taken).toHaveLength(typed.length)
  const sorted = taken.sort((one, other) => one - other)
  const measured = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
  prove({ task }, { what: 'caret after its key, p95', measured, most: CARET_MS_MAX, unit: 'ms' })
})
