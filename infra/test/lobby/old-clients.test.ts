import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn } from '../player.ts'
import { everyoneGone, nickClient, openedPlayer } from './clients.ts'
import { endPrograms, heardProgram } from './heard-program.ts'

let cluster: TestCluster

beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 2, matchmakers: 0 })
})
afterEach(async () => {
  endPrograms()
  await everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0)
})
afterAll(() => cluster.close())

const nickPort = (node: number) => `${cluster.edges[node]?.ports['nick']}`

const python = (node: number, nick: string, ...options: readonly string[]) => {
  const script = fileURLToPath(new URL('recv_client.py', import.meta.url))
  const { ear, type, end } = heardProgram('python3', [script, nickPort(node), nick, ...options], {
    name: nick,
  })
  return { ear, say: (text: string) => type(`${text}\n`), end }
}

/** What a program got in all its reads. */
const textOf = ({ ear }: ReturnType<typeof python>) =>
  ear.heard.map(line => (line.startsWith('"') ? String(JSON.parse(line)) : line)).join('')

const has = (text: string) => (line: string) => line.includes(text)

describe('clients that nobody wrote for this server', () => {
  it('[NICK-6] Python, recv(1024) and no newlines, on two nodes', async () => {
    const ani = python(0, 'Ani')
    await ani.ear.until('"NICK"')
    await ani.ear.until(has('Terkoneksi dengan Server!'))
    const budi = python(1, 'Budi')
    await ani.ear.until(has('Budi Bergabung!'))
    await budi.ear.count(has('Terkoneksi dengan Server!'), 1)
    budi.say('halo Ani')
    await ani.ear.until(has('Budi: halo Ani'))
    ani.say('hai, é dan 你好')
    await budi.ear.until(has('Ani: hai, e dan ??'))
    budi.end()
    await ani.ear.until(has('Budi Keluar!'))
    expect(textOf(ani)).toBe(
      'NICKAni Bergabung!\nTerkoneksi dengan Server!\nBudi Bergabung!\n' +
        'Budi: halo Ani\nAni: hai, é dan 你好\nBudi Keluar!\n',
    )
  })

  it.each([
    ['nick: text', ': '],
    ['nick : text', ' : '],
    ['nick :text', ' :'],
  ])(
    '[NICK-13] Python that decodes ASCII and sends %j, with a name that is taken, on two nodes',
    async (_, colon) => {
      const web = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 0 }, 'Zoë')))
      const ascii = ['--encoding', 'ascii', '--colon', colon]
      const first = python(0, 'Sari', ...ascii)
      await first.ear.until(has('Terkoneksi'))
      const second = python(1, 'Sari', ...ascii)
      await second.ear.until(has('Terkoneksi'))
      await first.ear.until(has('Sari 2 Bergabung!'))
      second.say('halo')
      await first.ear.until(has('Sari 2: halo'))
      web.send({ type: 'chat', text: '“café” 你好' })
      for (const { ear } of [first, second]) await ear.until(has('Zoe: \\"cafe\\" ??'))
      first.say('satu\\')
      first.say('dua')
      await second.ear.until(has('Sari: dua'))
      first.end()
      await second.ear.until(has('Sari Keluar!'))
      expect(textOf(second)).toBe(
        'NICK*** Nama itu sedang dipakai. Pilih nama lain.\nNICKSari 2 Bergabung!\nTerkoneksi dengan Server!\n' +
          'Sari 2: halo\nZoe: "cafe" ??\nSari: satu\nSari: dua\nSari Keluar!\n',
      )
      web.close()
    },
  )

  it('[NICK-12] Python with a name that no name can be is let in, and prints no endless prompt', async () => {
    const odd = python(0, '\u0007'.repeat(3), '--print')
    await odd.ear.until(has('Terkoneksi'))
    const long = python(1, 'x'.repeat(60), '--print')
    await long.ear.until(has('Terkoneksi'))
    await odd.ear.until(line => line === `${'x'.repeat(24)} Bergabung!`)
    for (const { ear } of [odd, long]) expect(ear.heard.filter(line => line.includes('NICK'))).toHaveLength(2)
  })

  it('[NICK-4] netcat, on two nodes', async () => {
    const ani = heardProgram('nc', ['127.0.0.1', nickPort(0)], { name: 'Ani' })
    await ani.ear.until('NICK')
    ani.type('Ani\n')
    await ani.ear.until('Terkoneksi dengan Server!')
    const budi = heardProgram('nc', ['127.0.0.1', nickPort(1)], { name: 'Budi' })
    await budi.ear.until('NICK')
    budi.type('Budi\nhalo dari netcat\n')
    await ani.ear.until('Budi Bergabung!')
    expect(await ani.ear.next()).toBe('Budi: halo dari netcat')
    ani.type('Ani: hai\nAni: satu lagi\n')
    await budi.ear.until('Ani: hai')
    expect(await budi.ear.next()).toBe('Ani: satu lagi')
  })

  it('[LOBBY-1] netcat at the race door hears the NICK chat', async () => {
    const json = heardProgram('nc', ['127.0.0.1', `${cluster.edges[0]?.ports['race']}`], { name: 'Web' })
    json.type('{"type":"login","username":"Web"}\n')
    await json.ear.until(line => line.includes('res_leaderboard'))
    const ani = await nickClient(Number(nickPort(1)), 'Ani')
    await json.ear.until(line => line.includes('"join","username":"Ani"'))
    ani.send('Ani: halo\n')
    await json.ear.until(line => line.includes('"from":"Ani","text":"halo"'))
    json.type('{"type":"chat","text":"hai"}\n')
    await ani.ear.until('Web: hai')
    const player = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 0 }, 'Layar')))
    expect(await player.next('chat')).toMatchObject({ from: expect.any(String), at: expect.any(Number) })
  })
})
