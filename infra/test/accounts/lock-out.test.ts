import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { askGateway, claimed, PASSPHRASE } from './web-session.ts'

const WRONG = 'tebak tebakan'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2, gateway: { trustedProxies: ['127.0.0.1'] } })
})
afterAll(() => cluster.close())

type Where = { readonly from: string; readonly node?: number; readonly cookie?: string | undefined }
const signIn = (username: string, passphrase: string, { from, node = 0, cookie }: Where) =>
  askGateway(cluster, node, 'POST /api/session', { username, passphrase }, { from, cookie })

/** Guesses at both nodes in turn until strangers have none left. */
const useUp = async (username: string, from: (guess: number) => string): Promise<readonly unknown[]> => {
  const guess = (i: number) => signIn(username, WRONG, { from: from(i), node: i % 2 })
  const storm = Array.from({ length: 60 }, (_, i) => guess(i))
  return (await Promise.all(storm)).map(({ body }) => body.code)
}
const LEFT_NONE = expect.arrayContaining(['wrong_passphrase', 'rate_limited'])

describe('wrong guesses', () => {
  it('[U18] of strangers do not keep an owner out of a known network, at any entry point', async () => {
    await claimed(cluster, 'Pemilik')
    // The JSON entry points of this test are behind no proxy: their address is 127.0.0.1.
    expect((await signIn('Pemilik', PASSPHRASE, { from: '127.0.0.1' })).status).toBe(200)
    expect((await signIn('Pemilik', PASSPHRASE, { from: '203.0.113.1' })).status).toBe(200)
    expect(await useUp('Pemilik', i => `198.18.0.${i}`)).toEqual(LEFT_NONE)
    expect((await signIn('Pemilik', PASSPHRASE, { from: '198.18.0.99' })).body.code).toBe('rate_limited')
    for (const node of [0, 1]) {
      expect((await signIn('Pemilik', PASSPHRASE, { from: '203.0.113.1', node })).status).toBe(200)
      for (const over of ['websocket', 'tcp'] as const) {
        const player = await cluster.connect({ over, node }, 'Pemilik')
        player.send({ type: 'login', v: 1, username: 'Pemilik', passphrase: PASSPHRASE })
        await player.next('welcome')
        player.close()
        await player.closed()
      }
    }
  })

  it('[U18] [U21] from the address of the owner do not keep the owner out of a known browser', async () => {
    const home = '203.0.113.2'
    await claimed(cluster, 'Serumah')
    const first = await signIn('Serumah', PASSPHRASE, { from: home })
    const cookie = first.cookies.find(one => one.startsWith('ketik_device='))
    expect(cookie).toMatch(/^ketik_device=[\w-]{22}$/)
    // Guesses of the network, and then of strangers.
    expect(await useUp('Serumah', () => home)).toEqual(LEFT_NONE)
    expect((await signIn('Serumah', PASSPHRASE, { from: home })).body.code).toBe('rate_limited')
    const back = await signIn('Serumah', PASSPHRASE, { from: home, node: 1, cookie })
    expect([back.status, back.cookies]).toEqual([200, expect.arrayContaining([cookie])])
    // The browser of another account is a stranger's.
    await claimed(cluster, 'Tetangga')
    const other = await signIn('Tetangga', PASSPHRASE, { from: '203.0.113.3' })
    const foreign = other.cookies.find(one => one.startsWith('ketik_device='))
    const stranger = await signIn('Serumah', PASSPHRASE, { from: '203.0.113.3', cookie: foreign })
    expect(stranger.body.code).toBe('rate_limited')
  })

  it('[U18] of strangers do not keep out an owner who is signed in, and a session has its own bound', async () => {
    const token = await claimed(cluster, 'Masuk')
    const home = '203.0.113.4'
    expect(await useUp('Masuk', () => home)).toEqual(LEFT_NONE)
    const change = (node: number, passphrase: string, session: string | undefined) =>
      askGateway(
        cluster,
        node,
        'POST /api/account/passphrase',
        { passphrase, newPassphrase: PASSPHRASE },
        { token: session, from: home },
      )
    const changed = await change(1, PASSPHRASE, token)
    expect(changed.status).toBe(200)
    const guesses = Array.from({ length: 40 }, (_, i) => change(i % 2, WRONG, changed.body.token))
    expect((await Promise.all(guesses)).map(({ body }) => body.code)).toEqual(LEFT_NONE)
    const deletion = await askGateway(
      cluster,
      0,
      'POST /api/account/deletion',
      { passphrase: PASSPHRASE },
      { token: changed.body.token, from: home },
    )
    expect(deletion.body.code).toBe('rate_limited')
  })
})

describe('a correct password', () => {
  it('[U19] costs nothing', async () => {
    await claimed(cluster, 'Benar')
    for (let i = 0; i < 25; i++) {
      const session = await signIn('Benar', PASSPHRASE, { from: `198.18.1.${i}`, node: i % 2 })
      expect(session.status).toBe(200)
    }
    expect((await signIn('Benar', WRONG, { from: '198.18.1.99' })).body.code).toBe('wrong_passphrase')
  })
})
