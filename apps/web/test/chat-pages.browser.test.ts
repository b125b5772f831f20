import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCluster, type TestCluster } from '../../../infra/test/cluster.ts'
import { type Browser, openBrowser } from './chromium.ts'

/** socket.io-client 2 as one file, which pages of that time load from a CDN. */
const CLIENT_2 = createRequire(new URL('../../../infra/package.json', import.meta.url)).resolve(
  'socket.io-client-2/dist/socket.io.js',
)

let cluster: TestCluster
let browser: Browser
let site: Server
const pages = new Map<string, string>()

beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, matchmakers: 0 })
  browser = await openBrowser()
  site = createServer(async (request, response) => {
    const path = request.url ?? ''
    const isScript = path === '/client-2.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isScript ? await readFile(CLIENT_2) : pages.get(path))
  })
  await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await browser?.close()
  site?.close()
  await cluster?.close()
})

const port = (node: number, name: string) => cluster.gateways[node]?.ports[name]

/** Opens a page of another site that shows each thing it hears as an item of a list. */
const open = async (name: string, script: string, scripts: readonly string[] = []): Promise<Page> => {
  const loaded = scripts.map(src => `<script src="${src}"></script>`).join('')
  const show = `const show = text => { const li = document.createElement('li'); li.textContent = text; list.append(li) }`
  pages.set(`/${name}`, `<!doctype html>${loaded}<ul id="list"></ul><script>${show}\n${script}</script>`)
  const page = await browser.context.newPage()
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/${name}`)
  return page
}

const shown = (page: Page, text: string | RegExp) =>
  page.locator('li').filter({ hasText: text }).first().waitFor({ timeout: 15_000 })

/** A page as tutorials have it: it joins when it is connected and shows what it gets. */
const chatPage = (url: string, options: string, name: string, sent: string) => `
  const socket = io('${url}', ${options})
  socket.on('connect', () => socket.emit('join', { username: '${name}' }))
  socket.on('status', data => show(data.msg))
  socket.on('response', data => show('[' + data.time + '] ' + data.username + ': ' + data.${sent}))
  window.say = text => socket.emit('message', { ${sent}: text }, outcome => show('sent ' + outcome.ok))`

test.each([
  ['polling', "{ transports: ['polling'] }"],
  ['its own choice', '{}'],
])(
  '[SOCKETIO-14] pages of another site with socket.io-client 4 and 2 (%s) talk with each other',
  async (how, options) => {
    const [first, second] = [0, 1].map(node => `http://127.0.0.1:${port(node, 'http')}`)
    const id = how.length
    const ani = await open(`v4-${id}`, chatPage(first ?? '', options, `Ani ${id}`, 'message'), [
      `${first}/socket.io/socket.io.js`,
    ])
    await shown(ani, `Ani ${id} telah bergabung.`)
    const budi = await open(`v2-${id}`, chatPage(second ?? '', options, `Budi ${id}`, 'msg'), [
      '/client-2.js',
    ])
    await shown(ani, `Budi ${id} telah bergabung.`)
    await budi.evaluate(text => Reflect.get(window, 'say')(text), 'halo dari versi 2')
    await shown(budi, 'sent true')
    await ani.evaluate(text => Reflect.get(window, 'say')(text), 'halo dari versi 4')
    for (const page of [ani, budi]) {
      await shown(page, new RegExp(`^\\[\\d\\d:\\d\\d\\] Budi ${id}: halo dari versi 2$`))
      await shown(page, new RegExp(`^\\[\\d\\d:\\d\\d\\] Ani ${id}: halo dari versi 4$`))
      expect(await page.locator('#list').textContent()).not.toContain('undefined')
    }
    // A reload is a return: the page has its name again.
    await budi.reload()
    await shown(budi, `Budi ${id} telah bergabung.`)
    expect(await budi.locator('#list').textContent()).not.toContain('sedang dipakai')
    for (const page of [ani, budi]) await page.close()
  },
)

test('[PLAIN-1] a page with a bare WebSocket shows the chat', async () => {
  const plain = await open(
    'plain',
    `const socket = new WebSocket('ws://127.0.0.1:${port(0, 'plainChat')}/')
     socket.onopen = () => { socket.send('tanpa nama'); socket.send('') }
     socket.onmessage = ({ data }) => show(typeof data + ' ' + JSON.stringify(data))`,
  )
  await shown(plain, 'string "tanpa nama"')
  await shown(plain, 'string ""')
  const named = await open(
    'named',
    `const socket = new WebSocket('ws://127.0.0.1:${port(1, 'http')}/?name=Budi')
     socket.onopen = () => socket.send('halo')
     socket.onmessage = ({ data }) => show(data)`,
  )
  for (const page of [plain, named]) await shown(page, 'Budi: halo')
  for (const page of [plain, named]) await page.close()
})

test('[DIAG-10] a page with WebSocket and EventSource shows the diagnostics', async () => {
  const page = await open(
    'diagnostics',
    `const socket = new WebSocket('ws://127.0.0.1:${port(0, 'diagnostics')}/latency')
     socket.onopen = () => socket.send('halo')
     socket.onmessage = ({ data }) => show(JSON.parse(data).message)
     new EventSource('http://127.0.0.1:${port(1, 'http')}/api/sse').onmessage = ({ data }) => show(JSON.parse(data).message)`,
  )
  for (const text of [
    'WebSocket connection established',
    'SSE connection established',
    'Echo: halo',
    'WebSocket Message 1',
    'SSE Message 1',
  ])
    await shown(page, text)
  await page.close()
})
