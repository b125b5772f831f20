import type { BrowserContextOptions, Page } from 'playwright-core'
import { type Browser, openBrowser } from './chromium.ts'

const PHONE = { width: 390, height: 780 }
const DESKTOP = { width: 1280, height: 800 }

type Kind = { readonly size: 'phone' | 'desktop'; readonly locale: 'en-GB' | 'id-ID' }

/** The sentences a racer looks for, in the language their browser asks for. */
const WORDS = {
  'en-GB': {
    name: 'Your name in the race',
    race: 'Race',
    rematch: 'Rematch',
    won: 'You won.',
    lost: 'You lost this one.',
  },
  'id-ID': {
    name: 'Namamu di balapan',
    race: 'Balapan',
    rematch: 'Tanding ulang',
    won: 'Kamu menang.',
    lost: 'Kali ini kamu kalah.',
  },
} as const

/** A person at a browser of their own. */
export class Racer {
  readonly words: (typeof WORDS)[Kind['locale']]
  readonly troubles: string[] = []

  private constructor(
    readonly page: Page,
    private readonly browser: Browser,
    kind: Kind,
  ) {
    this.words = WORDS[kind.locale]
    page.on('pageerror', error => this.troubles.push(String(error)))
  }

  static async open(url: string, kind: Kind, flags: readonly string[] = []): Promise<Racer> {
    const options: BrowserContextOptions = {
      locale: kind.locale,
      viewport: kind.size === 'phone' ? PHONE : DESKTOP,
      hasTouch: kind.size === 'phone',
    }
    const browser = await openBrowser(options, flags)
    const page = await browser.context.newPage()
    const racer = new Racer(page, browser, kind)
    await page.goto(url)
    return racer
  }

  /** The first time: a name and one click. */
  async enter(name: string): Promise<void> {
    await this.page.getByLabel(this.words.name).fill(name)
    await this.page.getByRole('button', { name: this.words.race, exact: true }).click()
  }

  async say(text: string): Promise<void> {
    await this.page.fill('.talk form input', text)
    await this.page.press('.talk form input', 'Enter')
  }

  /** Waits until the text is open, and reads it. */
  async text(): Promise<string> {
    await this.page.waitForSelector('.arena:not(.closed)', { timeout: 20_000 })
    return (await this.page.textContent('#race-text')) ?? ''
  }

  /** Types as a person does: unevenly. */
  async type(text: string, meanMs: number): Promise<void> {
    for (const key of text) {
      await this.page.keyboard.type(key)
      await this.page.waitForTimeout(meanMs * (0.5 + Math.random()))
    }
  }

  async verdict(): Promise<string> {
    await this.page.waitForSelector('.verdict h1', { timeout: 20_000 })
    return (await this.page.textContent('.verdict h1')) ?? ''
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}
