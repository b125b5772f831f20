import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FakePage, fakePage } from './fake-page.ts'

let fake: FakePage
let session: CDPSession
beforeAll(async () => {
  fake = await fakePage()
  session = await fake.browser.context.newCDPSession(fake.page)
  await fake.browser.context.grantPermissions(['clipboard-read', 'clipboard-write'])
})
afterAll(() => fake.close())
beforeEach(() => fake.open('/', 'start', '.arena:not(.closed) .g'))

/** The text begins `Call me Ishmael.`; what is right is told in capitals, what is wrong as `!`. */
const shown = async (length = 8): Promise<string> =>
  await fake.page.evaluate(
    until =>
      [...document.querySelectorAll('.g')]
        .slice(0, until)
        .map(cell => {
          const letter = (cell.textContent ?? '').toLowerCase()
          if (cell.classList.contains('right')) return letter.toUpperCase()
          return cell.classList.contains('wrong') ? '!' : letter
        })
        .join(''),
    length,
  )

describe('a real chromium', () => {
  test('[WEB-20] types, erases a letter and erases a word', async () => {
    await fake.page.keyboard.type('Call mx')
    expect(await shown()).toBe('CALL M! ')
    await fake.page.keyboard.press('Backspace')
    expect(await shown()).toBe('CALL Me ')
    await fake.page.keyboard.press('Control+Backspace')
    expect(await shown()).toBe('CALL me ')
    await fake.page.keyboard.press('Control+Backspace')
    expect(await shown()).toBe('call me ')
    await fake.page.keyboard.press('Backspace')
    expect(await shown()).toBe('call me ')
  })

  test('[WEB-21] an input method counts once it commits, and not before', async () => {
    for (const text of ['C', 'Ca', 'Cal'])
      await session.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      })
    expect(await shown()).toBe('call me ')
    await session.send('Input.insertText', { text: 'Call' })
    expect(await shown()).toBe('CALL me ')
    await fake.page.keyboard.type(' m')
    expect(await shown()).toBe('CALL Me ')
  })

  test('[WEB-21] an input method that is called off leaves nothing', async () => {
    await session.send('Input.imeSetComposition', { text: 'Ca', selectionStart: 2, selectionEnd: 2 })
    await session.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
    await fake.page.keyboard.type('C')
    expect(await shown()).toBe('Call me ')
  })

  test('[WEB-23] paste is refused and said, and the text cannot be selected', async () => {
    await fake.page.evaluate(() => navigator.clipboard.writeText('Call me Ishmael.'))
    await fake.page.keyboard.press('Control+v')
    expect(await shown()).toBe('call me ')
    expect(await fake.page.textContent('.hint')).toContain('Pasting does not count')
    await fake.page.keyboard.press('Control+a')
    expect(await fake.page.evaluate(() => getSelection()?.toString().includes('Call'))).toBe(false)
    await fake.page.keyboard.type('Call')
    expect(await shown()).toBe('CALL me ')
  })

  test('[WEB-25] a lost focus is shown, and a click or a key brings it back', async () => {
    await fake.page.evaluate(
      () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
    )
    await fake.page.click('.unfocused')
    await fake.page.keyboard.type('C')
    expect(await shown()).toBe('Call me ')
    await fake.page.evaluate(
      () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
    )
    await fake.page.waitForSelector('.unfocused')
    await fake.page.keyboard.type('a')
    expect(await shown()).toBe('CAll me ')
  })

  test('[WEB-29] every control of the race is reached by Tab, and the field again by Shift-Tab', async () => {
    await fake.page.keyboard.press('Tab')
    expect(await fake.page.evaluate(() => document.activeElement?.textContent)).toBe('Leave the race')
    await fake.page.keyboard.press('Shift+Tab')
    await fake.page.keyboard.type('C')
    expect(await shown()).toBe('Call me ')
  })
})
