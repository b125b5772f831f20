import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { claimed } from '../accounts/web-session.ts'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn } from '../player.ts'
import { everyoneGone, nickClient, openedPlayer, plainClient } from './clients.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({
    gateways: 2,
    edges: 1,
    matchmakers: 0,
    gateway: { trustedProxies: ['127.0.0.1'] },
  })
})
afterEach(() => everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0))
afterAll(() => cluster.close())

const chatPort = (node: number) => cluster.gateways[node]?.ports['plainChat'] ?? 0
const httpPort = (node: number) => cluster.gateways[node]?.ports['http'] ?? 0

describe('a plain-text client without a name', () => {
  it('[TRANSPORT-5] cannot send the line of a player who is online at any entry point of any node', async () => {
    const witness = await plainClient(httpPort(1))
    const liar = await plainClient(chatPort(0))
    const ani = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 1 }, 'Ani')))
    await nickClient(cluster.edges[0]?.ports['nick'] ?? 0, 'Budi')
    await plainClient(chatPort(1), 'Citra')
    for (const line of ['Ani: halo', 'ani : hai', 'Budi： halo', 'Citra∶ halo', 'Budi Keluar!']) {
      liar.send(line)
      expect(await witness.ear.until(text => text.includes(line))).toBe(`?: ${line}`)
      expect(await liar.ear.until(text => text.includes(line))).toBe(`?: ${line}`)
      expect(await ani.next(({ text }) => text === line)).toMatchObject({ from: '?' })
    }
  })

  it('[TRANSPORT-5] cannot send the line of an account, of operators, or of a player who spoke and left', async () => {
    const witness = await plainClient(httpPort(1))
    const liar = await plainClient(httpPort(0))
    await claimed(cluster, 'Pemilik')
    const dewi = await plainClient(chatPort(1), 'Dewi')
    dewi.send('saya pamit')
    await witness.ear.until('Dewi: saya pamit')
    dewi.close()
    await dewi.ear.closed()
    for (const line of ['Pemilik: halo', '[Ketik]: server berhenti', 'Dewi: saya kembali']) {
      liar.send(line)
      expect(await witness.ear.until(text => text.includes(line))).toBe(`?: ${line}`)
    }
  })

  it('[TRANSPORT-5] cannot hide a line behind what nobody sees or signs, nor send a refusal of the server', async () => {
    const witness = await plainClient(httpPort(1))
    const liar = await plainClient(chatPort(0))
    await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 1 }, 'Fajar')))
    await nickClient(cluster.edges[0]?.ports['nick'] ?? 0, 'Gita')
    for (const [hidden, line] of [
      ['\u200d'.repeat(256), 'Fajar: satu'],
      [' '.repeat(260), 'Gita: dua'],
      ['✔ ', 'Fajar: tiga'],
      ['', '*** an operator has muted you'],
    ] as const) {
      liar.send(hidden + line)
      expect(await witness.ear.until(text => text.includes(line))).toMatch(/^\?: /u)
    }
  })

  it('[TRANSPORT-5] sends every other text unchanged and in order, also with the own name in front', async () => {
    const witness = await plainClient(httpPort(1))
    const page = await plainClient(chatPort(0))
    await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 1 }, 'Eka')))
    await witness.ear.until('Eka Bergabung!')
    const texts = ['pukul 10:30', 'Pengunjung: halo', ' Eka, apa kabar? ', 'http://ketik.example/', ': )']
    for (const text of texts) page.send(text)
    for (const text of texts) expect(await witness.ear.next()).toBe(text)
  })
})
