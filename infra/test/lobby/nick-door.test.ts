import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { loggedIn } from '../player.ts'
import { type ChatClient, everyoneGone, nickClient, nickConnection, openedPlayer } from './clients.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 2, matchmakers: 0 })
})
afterEach(() => everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0))
afterAll(() => cluster.close())

const port = (node: number) => cluster.edges[node]?.ports['nick'] ?? 0

const ascii = (nick: string) => nick.normalize('NFD').replace(/\p{M}/gu, '')

const inTheChat = async (node: number, nick: string, others: readonly ChatClient[] = []) => {
  const client = await nickClient(port(node), nick)
  for (const { ear } of others) await ear.until(`${ascii(nick)} Bergabung!`)
  return client
}

const REPEATED = '*** Kamu sudah mengirim pesan yang sama beberapa kali.'
const refusals = ({ ear }: ChatClient) => ear.heard.filter(line => line.startsWith('*** '))

describe('the NICK chat', () => {
  it('[NICK-3] a whole conversation over two nodes', async () => {
    const ani = await nickConnection(port(0), 'Ani')
    expect(await ani.ear.next()).toBe('NICK')
    await pause(100)
    expect(ani.ear.heard).toEqual(['NICK'])
    ani.send('Ani')
    expect(await ani.ear.next()).toBe('Ani Bergabung!')
    expect(await ani.ear.next()).toBe('Terkoneksi dengan Server!')
    const budi = await nickClient(port(1), 'Budi')
    expect(budi.ear.heard).toEqual(['NICK', 'Budi Bergabung!', 'Terkoneksi dengan Server!'])
    expect(await ani.ear.next()).toBe('Budi Bergabung!')
    budi.send('Budi: halo')
    for (const { ear } of [ani, budi]) expect(await ear.next()).toBe('Budi: halo')
    ani.send('Ani: hai juga\nAni: apa kabar?\r\n')
    for (const { ear } of [ani, budi]) {
      expect(await ear.next()).toBe('Ani: hai juga')
      expect(await ear.next()).toBe('Ani: apa kabar?')
    }
    budi.close()
    expect(await ani.ear.next()).toBe('Budi Keluar!')
  })

  it('[NICK-1] the question is four bytes and nothing else', async () => {
    const chunks: Buffer[] = []
    const socket = connect(port(0), '127.0.0.1')
    await new Promise<void>(resolve => {
      socket.on('data', chunk => {
        chunks.push(chunk)
        resolve()
      })
    })
    await pause(200)
    socket.destroy()
    const bytes = Buffer.concat(chunks)
    expect(bytes).toEqual(Buffer.from('NICK'))
  })

  it('[NICK-2] half lines are one message within 30 ms, and two after', async () => {
    const ani = await inTheChat(0, 'Ani')
    ani.send('Ani: se')
    await new Promise(setImmediate) // one turn of the loop that the edge runs on too
    ani.send('lamat\n')
    expect(await ani.ear.next()).toBe('Ani: selamat')
    ani.send('Ani: pa')
    await pause(120)
    ani.send('gi\n')
    expect(await ani.ear.next()).toBe('Ani: pa')
    expect(await ani.ear.next()).toBe('Ani: gi')
  })

  it('[NICK-5] nobody speaks as someone else', async () => {
    const ani = await inTheChat(0, 'Ani')
    const budi = await inTheChat(1, 'Budi', [ani])
    budi.send('Ani: saya curang\n')
    budi.send('Budi: Ani: saya curang lagi\n')
    budi.send('Budi: halo\rAni: palsu\u0085Ani: palsu\u2028Ani: palsu\n')
    for (const { ear } of [ani, budi]) {
      expect(await ear.next()).toBe('Budi: Ani: saya curang')
      expect(await ear.next()).toBe('Budi: Ani: saya curang lagi')
      expect(await ear.next()).toBe('Budi: halo Ani: palsu Ani: palsu Ani: palsu')
    }
    const prefix = await nickConnection(port(0))
    await prefix.ear.until('NICK')
    prefix.send('Ani: halo')
    expect(await prefix.ear.next()).toMatch(/^\*\*\* /)
  })

  it.each([
    ['taken', 'Ani'],
    ['taken in another case', 'ANI'],
    ['with an escape sequence', '\x1b[31mmerah'],
    ['with a bidi override', 'gnp.\u202efoto'],
    ['with a bell', 'a\u0007b'],
    ['that nobody sees', '\u200b'],
    ['too long', 'a'.repeat(25)],
    ['empty', '   '],
    ['of the operators', '[Ketik]'],
    ['that looks like it', 'Anl'],
  ])('[NICK-7] a nickname %s gets one line that says why, and the question again', async (_, nick) => {
    const ani = await inTheChat(1, 'Ani')
    const newcomer = await nickConnection(port(0))
    await newcomer.ear.until('NICK')
    newcomer.send(nick)
    expect(await newcomer.ear.next()).toMatch(/^\*\*\* \S/)
    expect(await newcomer.ear.next()).toBe('NICK')
    newcomer.send('Baru')
    expect(await newcomer.ear.next()).toBe('Baru Bergabung!')
    expect(await newcomer.ear.next()).toBe('Terkoneksi dengan Server!')
    expect(await ani.ear.next()).toBe('Baru Bergabung!')
  })

  it('[NICK-17] a nickname and a message are refused in Indonesian', async () => {
    const ani = await inTheChat(1, 'Ani')
    const newcomer = await nickConnection(port(0))
    await newcomer.ear.until('NICK')
    newcomer.send('Ani')
    expect(await newcomer.ear.next()).toBe('*** Nama itu sedang dipakai. Pilih nama lain.')
    ani.send('a'.repeat(301))
    expect(await ani.ear.next()).toBe('*** Pesan maksimal 300 karakter.')
    newcomer.close()
  })

  it('[NICK-7] the question is repeated in a separate read, and not for ever', async () => {
    const reads: string[] = []
    const socket = connect({ port: port(0), host: '127.0.0.1', noDelay: true })
    socket.on('data', chunk => {
      reads.push(String(chunk))
      if (String(chunk) === 'NICK') socket.write(`\x07${reads.length}`)
    })
    await new Promise(resolve => socket.once('close', resolve))
    expect(reads.filter(read => read === 'NICK')).toHaveLength(10)
    expect(reads.at(-1)).toMatch(/^\*\*\* .*\n$/)
  })

  it('[NICK-12] the same answer again is accepted under the next free number, and the first line says so', async () => {
    const ani = await inTheChat(0, 'Ani')
    const second = await nickConnection(port(1), 'Ani 2')
    for (let i = 0; i < 2; i++) {
      await second.ear.until('NICK')
      second.send('Ani')
    }
    await second.ear.until('Terkoneksi dengan Server!')
    expect(second.ear.heard).toEqual([
      'NICK',
      '*** Nama itu sedang dipakai. Pilih nama lain.',
      'NICK',
      'Ani 2 Bergabung!',
      'Terkoneksi dengan Server!',
    ])
    expect(await ani.ear.next()).toBe('Ani 2 Bergabung!')
    // It goes on writing the name that it knows.
    second.send('Ani: halo')
    for (const { ear } of [ani, second]) expect(await ear.next()).toBe('Ani 2: halo')
  })

  it.each([
    ['too long', 'a'.repeat(30), 'a'.repeat(24)],
    ['with an escape sequence', '\x1b[31mmerah', '31mmerah'],
    ['with a colon', 'Ani: aku', 'Ani aku'],
    ['that is not UTF-8', Buffer.from([0x42, 0xff, 0x75]), 'Bu'],
    ['of the operators', '[Ketik]', /^Tamu \d+$/],
    ['of several scripts', 'Вudi', 'udi'],
    ['of a bot', 'Budi (bot)', 'Budi'],
    ['of control characters', '\x07\x07', /^Tamu \d+$/],
    ['that is empty', '\n', /^Tamu \d+$/],
  ])('[NICK-12] an answer %s is accepted the second time as far as it can be', async (_, nick, name) => {
    const ani = await inTheChat(1, 'Ani')
    const newcomer = await nickConnection(port(0))
    await newcomer.ear.until('NICK')
    newcomer.send(nick)
    await newcomer.ear.until('NICK')
    newcomer.send(nick)
    const joined = await newcomer.ear.next()
    const expected = typeof name === 'string' ? new RegExp(`^${name}$`) : name
    expect(joined.replace(/ Bergabung!$/, '')).toMatch(expected)
    expect(await newcomer.ear.next()).toBe('Terkoneksi dengan Server!')
    expect(await ani.ear.next()).toBe(joined)
  })

  it('[NICK-13] a client that has sent only ASCII gets only ASCII, and UTF-8 after its first other character', async () => {
    const ani = await inTheChat(0, 'Ani')
    const web = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 0 }, 'Zoë')))
    expect(await ani.ear.next()).toBe('Zoe Bergabung!')
    web.send({ type: 'chat', text: '“café” – 你好' })
    expect(await ani.ear.next()).toBe('Zoe: "cafe" - ??')
    ani.send('Ani: é')
    expect(await ani.ear.next()).toBe('Ani: é')
    web.send({ type: 'chat', text: '“café” – 你好' })
    expect(await ani.ear.next()).toBe('Zoë: “café” – 你好')
    web.close()
  })

  it('[NICK-14] a folded name is not shown as the name of someone who is online', async () => {
    const zoe = await inTheChat(0, 'Zoe')
    const web = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 0 }, 'Zoë')))
    expect(await zoe.ear.next()).toBe('Zoe? Bergabung!')
    web.send({ type: 'chat', text: 'aku Zoe' })
    expect(await zoe.ear.next()).toBe('Zoe?: aku Zoe')
    web.close()
  })

  it.each(['Budi : halo', 'budi: halo', '  BUDI  :halo', 'Budi:halo'])(
    '[NICK-15] %j from Budi is its own prefix',
    async text => {
      const ani = await inTheChat(0, 'Ani')
      const budi = await inTheChat(1, 'Budi', [ani])
      budi.send(text)
      for (const { ear } of [ani, budi]) expect(await ear.next()).toBe('Budi: halo')
    },
  )

  it('[NICK-18] messages that arrive in one read are split at the own prefix; a line is not', async () => {
    const ani = await inTheChat(0, 'Ani')
    const bella = await inTheChat(1, 'Bella', [ani])
    bella.send('Bella : satuBella : duaBella : tiga')
    for (const text of ['satu', 'dua', 'tiga']) expect(await ani.ear.next()).toBe(`Bella: ${text}`)
    bella.send('Bella: kata Bella: begini\n')
    expect(await ani.ear.next()).toBe('Bella: kata Bella: begini')
  })

  it('[NICK-19] what a client sends right behind its nickname is a message, also while the nickname is refused', async () => {
    const ani = await inTheChat(0, 'Ani')
    const hasty = await nickConnection(port(1))
    await hasty.ear.until('NICK')
    hasty.send('HariHari: haloHari: sudah lama?')
    await ani.ear.until('Hari Bergabung!')
    for (const text of ['halo', 'sudah lama?']) expect(await ani.ear.next()).toBe(`Hari: ${text}`)
    const second = await nickConnection(port(1))
    await second.ear.until('NICK')
    second.send('Hari\nHari: aku juga\n')
    await second.ear.until('NICK')
    second.send('Hari\n')
    await ani.ear.until('Hari 2 Bergabung!')
    expect(await ani.ear.next()).toBe('Hari 2: aku juga')
  })

  it('[NICK-20] a refused message of a read gets its error, and the messages behind it are sent', async () => {
    const ani = await inTheChat(0, 'Ani')
    const bella = await inTheChat(1, 'Bella', [ani])
    bella.send(`${'Bella: sama'.repeat(5)}Bella: ${'x y '.repeat(100)}Bella: baru`)
    for (const text of ['sama', 'sama', 'sama', 'baru']) expect(await ani.ear.next()).toBe(`Bella: ${text}`)
    await bella.ear.until('Bella: baru')
    expect(refusals(bella)).toEqual([REPEATED, REPEATED, '*** Pesan maksimal 300 karakter.'])
  })

  it('[NICK-19] while the nickname is refused 20 messages wait, and each further one is refused', async () => {
    const ani = await inTheChat(0, 'Ani')
    const second = await nickConnection(port(1))
    await second.ear.until('NICK')
    const early = Array.from({ length: 23 }, (_, i) => `Ani: kata ke-${i}`)
    second.send(`Ani${early.slice(0, 12).join('')}`)
    await second.ear.until('NICK')
    second.send(early.slice(12).join(''))
    for (let i = 0; i < 3; i++)
      await second.ear.until('*** Terlalu banyak pesan sekaligus. Tunggu sebentar, lalu coba lagi.')
    second.send('Ani')
    await second.ear.until('Terkoneksi dengan Server!')
    second.close()
    expect(await ani.ear.next()).toBe('Ani 2 Bergabung!')
    for (let i = 0; i < 20; i++) expect(await ani.ear.next()).toBe(`Ani 2: kata ke-${i}`)
    expect(await ani.ear.next()).toBe('Ani 2 Keluar!')
  })

  it('[NICK-16] a client may take five minutes to answer', async () => {
    const asked: ChatClient[] = []
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      for (const name of ['slow', 'late']) asked.push(await nickConnection(port(0), name))
      const [slow, late] = asked
      for (const client of asked) await client.ear.until('NICK')
      vi.advanceTimersByTime(299_000)
      slow?.send('Lambat\n')
      await slow?.ear.until('Terkoneksi dengan Server!')
      vi.advanceTimersByTime(2_000)
      expect(await late?.ear.next()).toMatch(/^\*\*\* /)
      expect(await late?.ear.closed()).toBe('end')
      slow?.send('Lambat: masih di sini\n')
      await slow?.ear.until('Lambat: masih di sini')
    } finally {
      vi.useRealTimers()
    }
  })

  it('[NICK-8] control characters and escape sequences of anyone reach no terminal', async () => {
    const ani = await inTheChat(0, 'Ani')
    const web = await openedPlayer(loggedIn(cluster.connect({ over: 'websocket', node: 0 }, 'Web')))
    await ani.ear.until('Web Bergabung!')
    web.send({ type: 'chat', text: 'hapus \x1b[2J\x1b]0;judul\x07 layar\u202e\u0000' })
    expect(await ani.ear.next()).toBe('Web: hapus  [2J ]0;judul  layar')
    web.close()
  })

  it('[NICK-9] bytes that are not UTF-8 get an error, and the conversation goes on', async () => {
    const ani = await inTheChat(0, 'Ani')
    ani.send(Buffer.from([0x41, 0xff, 0xfe, 0x0a]))
    expect(await ani.ear.next()).toBe('*** Pesan itu bukan teks UTF-8.')
    ani.send('Ani: \n\nmasih di sini\n')
    expect(await ani.ear.next()).toBe('Ani: masih di sini')
  })

  it('[NICK-10] a newcomer hears nothing of what was said before', async () => {
    const dewi = await inTheChat(0, 'Dewi')
    dewi.send('Dewi: sebelum')
    await dewi.ear.until('Dewi: sebelum')
    const budi = await inTheChat(0, 'Budi')
    expect(budi.ear.heard).toEqual(['NICK', 'Budi Bergabung!', 'Terkoneksi dengan Server!'])
  })

  it('[NICK-11] what a client sent before it hung up is heard, also what had to wait', async () => {
    const ani = await inTheChat(0, 'Ani')
    const brief = await nickConnection(port(1))
    await brief.ear.until('NICK')
    const texts = Array.from({ length: 12 }, (_, i) => `kalimat ke-${i}`)
    brief.send(`Singkat\n${texts.join('\n')}\nSingkat: sampai jumpa`)
    brief.close()
    expect(await ani.ear.next()).toBe('Singkat Bergabung!')
    for (const text of [...texts, 'sampai jumpa']) expect(await ani.ear.next()).toBe(`Singkat: ${text}`)
    expect(await ani.ear.next()).toBe('Singkat Keluar!')
  })

  it('[NICK-11] all messages of one read are sent, although the client hung up after it', async () => {
    const ani = await inTheChat(0, 'Ani')
    const brief = await nickConnection(port(1))
    await brief.ear.until('NICK')
    brief.send('KilatKilat: satuKilat: duaKilat: tiga')
    brief.close()
    expect(await ani.ear.next()).toBe('Kilat Bergabung!')
    for (const text of ['satu', 'dua', 'tiga']) expect(await ani.ear.next()).toBe(`Kilat: ${text}`)
    expect(await ani.ear.next()).toBe('Kilat Keluar!')
  })
})
