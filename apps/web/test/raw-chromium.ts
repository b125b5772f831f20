import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { FLAGS } from './chromium.ts'

const RAW_FLAGS = ['--headless=new', '--remote-debugging-pipe', ...FLAGS]

export type Reply = Readonly<Record<string, unknown>>
export type CdpEvent = { readonly method: string; readonly params: Reply }

/**
 * Chromium over the DevTools protocol alone. Playwright keeps every page visible and its timers fast; what happens in a
 * hidden tab can only be seen without it.
 */
export class RawChromium {
  readonly events: CdpEvent[] = []
  readonly #waiting = new Map<number, (message: Reply) => void>()
  #last = 0

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
  ) {
    let rest = ''
    const from = process.stdio[4] as Readable
    from.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\0')
      rest = messages.pop() ?? ''
      for (const message of messages) this.#receive(JSON.parse(message) as Reply)
    })
  }

  static async open(...flags: readonly string[]): Promise<RawChromium> {
    const profile = await mkdtemp(join(tmpdir(), 'ketik-chromium-'))
    const chromium = spawn(
      process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      [...RAW_FLAGS, ...flags, `--user-data-dir=${profile}`],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    )
    return new RawChromium(chromium, profile)
  }

  async ask(method: string, params: object = {}, sessionId?: string): Promise<Reply> {
    const id = ++this.#last
    const reply = new Promise<Reply>(resolve => this.#waiting.set(id, resolve))
    const to = this.process.stdio[3] as Writable
    to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    const { result, error } = await reply
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`)
    return result as Reply
  }

  async close(): Promise<void> {
    const ended = new Promise(resolve => this.process.once('exit', resolve))
    await this.ask('Browser.close')
    await ended
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 })
  }

  #receive(message: Reply): void {
    const { id } = message
    if (typeof id !== 'number') {
      this.events.push(message as CdpEvent)
      return
    }
    this.#waiting.get(id)?.(message)
    this.#waiting.delete(id)
  }
}
