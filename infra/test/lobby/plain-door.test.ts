import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn, type Player } from '../player.ts'
import { everyoneGone, nickClient, openedPlayer, plainClient } from './clients.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 1, matchmakers: 0 })
})
afterEach(() => everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0))
afterAll(() => cluster.close())

const chatPort = (node: number) => cluster.gateways[node]?.ports['plainChat'] ?? 0
const httpPort = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0

const chatsOf = ({ heard }: Player): readonly string[] =>
  heard.flatMap(({ message }) => (message.type === 'chat' ? [String(message['text'])] : []))

describe('plain text over WebSocket', () => {
  it('[PLAIN-1] a whole conversation on both ports of two nodes', async () => {
    const first = await plainClient(chatPort(0))
    const second = await plainClient(httpPort(1))
    const budi = await plainClient(chatPort(1), 'Budi')
    const all = [first, second, budi]
    first.send(' halo,  semua ')
    for (const { ear } of all) expect(await ear.next()).toBe(' halo,  semua ')
    budi.send('hai')
    for (const { ear } of all) expect(await ear.next()).toBe('Budi: hai')
    second.send('e\u0301 tetap e\u0301')
    for (const { ear } of all) expect(await ear.next()).toBe('e\u0301 tetap e\u0301')
    await pause(50)
    for (const { ear } of all) expect(ear.heard).toHaveLength(3)
  })

  it('[PLAIN-2] what others say arrives as `name: text`, and the nameless have a name elsewhere', async () => {
    const plain = await plainClient(chatPort(0))
    const ani = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 1 }, 'Ani')))
    expect(await plain.ear.next()).toBe('Ani Bergabung!')
    ani.send({ type: 'chat', text: 'halo dari balapan' })
    expect(await plain.ear.next()).toBe('Ani: halo dari balapan')
    plain.send('Ani: bukan saya')
    expect(await ani.next(({ text }) => text === 'Ani: bukan saya')).toMatchObject({ from: '?' })
  })

  it('[PLAIN-3] joins and leaves of other doors are heard; those of this door are heard elsewhere alone', async () => {
    const plain = await plainClient(chatPort(0))
    const budi = await nickClient(cluster.edges[0]?.ports['nick'] ?? 0, 'Budi')
    expect(await plain.ear.next()).toBe('Budi Bergabung!')
    const named = await plainClient(httpPort(1), 'Citra')
    expect(await budi.ear.next()).toBe('Citra Bergabung!')
    named.close()
    expect(await budi.ear.next()).toBe('Citra Keluar!')
    budi.close()
    expect(await plain.ear.next()).toBe('Budi Keluar!')
  })

  it.each([
    ['taken', 'Ani'],
    ['with a colon', 'Ani: aku'],
    ['with an escape sequence', '\x1b[2J'],
    ['with a bidi override', 'a\u202eb'],
    ['too long', 'a'.repeat(25)],
  ])('[PLAIN-4] a name %s gets an error and ends the connection with a code', async (_, name) => {
    const ani = await plainClient(chatPort(0), 'Ani')
    await nickClient(cluster.edges[0]?.ports['nick'] ?? 0, 'Saksi')
    expect(await ani.ear.next()).toBe('Saksi Bergabung!')
    const other = await plainClient(chatPort(1), name)
    other.send('ini saya')
    expect(await other.ear.until(text => text !== 'Saksi Bergabung!')).toMatch(/^\*\*\* \S/)
    expect(await other.ear.closed()).toBe(4422)
    await pause(50)
    expect(ani.ear.heard).toEqual(['Saksi Bergabung!'])
  })

  it('[PLAIN-5] a frame over 8 KiB gets an error and ends the connection with a code; beyond 64 KiB it is cut', async () => {
    const witness = await plainClient(chatPort(0))
    const long = await plainClient(chatPort(0))
    long.send('a'.repeat(9_000))
    expect(await long.ear.next()).toMatch(/8 KiB/)
    expect(await long.ear.closed()).toBe(4413)
    const longest = await plainClient(chatPort(0))
    longest.send('a'.repeat(1024 * 1024))
    expect(await longest.ear.closed()).toBe(1006)
    witness.send('masih tenang')
    expect(await witness.ear.next()).toBe('masih tenang')
  })

  it('[PLAIN-5] bytes that are not UTF-8 get an error; a binary frame of text is text', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${chatPort(0)}/`)
    await new Promise(resolve => socket.once('open', resolve))
    const next = () => new Promise<string>(resolve => socket.once('message', text => resolve(String(text))))
    socket.send(Buffer.from([0xff, 0xfe]))
    expect(await next()).toMatch(/UTF-8/)
    socket.send(Buffer.from('biner'))
    expect(await next()).toBe('biner')
    socket.close()
  })

  it('[PLAIN-6] even as it is, no text has control characters', async () => {
    const plain = await plainClient(chatPort(0))
    plain.send('a\x1b[31mb\nc\u202ed')
    expect(await plain.ear.next()).toBe('a [31mb c d')
  })

  it('[PLAIN-7] an empty frame is passed on between plain-text clients only, on both nodes', async () => {
    const first = await plainClient(chatPort(0))
    const second = await plainClient(httpPort(1))
    const nick = await nickClient(cluster.edges[0]?.ports['nick'] ?? 0, 'Nika')
    const web = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 1 }, 'Wira')))
    for (const { ear } of [first, second]) await ear.until('Wira Bergabung!')
    await nick.ear.until('Wira Bergabung!')
    for (const text of ['', '  ', 'akhir']) first.send(text)
    for (const { ear } of [first, second])
      expect([await ear.next(), await ear.next(), await ear.next()]).toEqual(['', '  ', 'akhir'])
    expect(await nick.ear.next()).toBe('?: akhir')
    await web.next(({ type, text }) => type === 'chat' && text === 'akhir')
    expect(chatsOf(web).filter(text => text.trim() === '')).toEqual([])
    const named = await plainClient(chatPort(1), 'Budi')
    named.send('')
    expect(await second.ear.next()).toBe('Budi: ')
    const late = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 0 }, 'Telat')))
    expect(chatsOf(late)).toContain('akhir')
    expect(chatsOf(late).filter(text => text.trim() === '')).toEqual([])
  })
})
