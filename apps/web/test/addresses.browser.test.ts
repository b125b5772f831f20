import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runStart } from '../../../infra/local/start.testkit.ts'
import { loggedIn, overTcp } from '../../../infra/test/player.ts'
import { scratchFolder } from '../../../infra/test/scratch.ts'
import { Racer } from './racer.ts'

const root = join(import.meta.dirname, '../../..')
const folder = scratchFolder()

/** An address of no machine (RFC 5737). The browser treats it as one of the network, and connects to the loopback. */
const PHONE_SEES = '192.0.2.77'

test.each([
  { host: '::1', opened: '[::1]', tcp: '::1', nc: 'nc ::1 ', flags: [] },
  {
    host: '0.0.0.0',
    opened: PHONE_SEES,
    tcp: '127.0.0.1',
    nc: 'nc 127.0.0.1 ',
    flags: [`--host-resolver-rules=MAP ${PHONE_SEES} 127.0.0.1`],
  },
])(
  '[START-3] with --host $host, people race and see the diagnostics at http://$opened',
  {
    timeout: 180_000,
  },
  async ({ host, opened, tcp, nc, flags }) => {
    const { ready } = runStart({
      root,
      args: ['--free-ports', '--host', host],
      environment: { KETIK_DIR: join(folder, host.replaceAll(':', '_')) },
    })
    const printed = await ready
    expect(printed).toContain(nc)
    if (host === '0.0.0.0')
      expect(printed).toMatch(/On a phone or another computer|no address that other devices can reach/)
    const webPort = /Race in a browser +http:\S+:(\d+)/.exec(printed)?.[1]
    const url = `http://${opened}:${webPort}`
    if (host === '::1') expect(printed).toContain(url)

    const ani = await Racer.open(url, { size: 'phone', locale: 'en-GB' }, flags)
    try {
      const blocked: string[] = []
      ani.page.on('console', message => {
        if (/Content Security Policy/.test(message.text())) blocked.push(message.text())
      })
      await ani.page.reload()
      await ani.enter('Ani')
      const racePort = Number(/Race over TCP +\S+:(\d+)/.exec(printed)?.[1])
      const budi = await loggedIn(overTcp(racePort, 'Budi', tcp))
      budi.send({ type: 'req_matchmaking' })
      expect(await ani.text()).toBe((await budi.next('start_game'))['text'])
      budi.close()

      expect(await session(ani)).toBe(200)
      const cookies = await ani.page.context().cookies(url)
      expect(cookies.map(({ name }) => name)).toContainEqual(
        expect.stringMatching(/^ketik_session_[0-9a-f]{8}$/),
      )

      await ani.page.goto(`${url}/diagnostics`)
      await ani.page.locator('.status.open').nth(1).waitFor()
      expect([...blocked, ...ani.troubles]).toEqual([])
    } finally {
      await ani.close()
    }
  },
)

/** Asks for a session as a page of this origin. Resolves with the status. */
const session = (racer: Racer): Promise<number> =>
  racer.page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ username: 'Cici' })
    return (await fetch('/api/session', { method: 'POST', headers, body })).status
  })
