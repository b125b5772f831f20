import { SessionKeys } from '@ketik/edge'
import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { guessesFrom, spendBudgets } from './spent-budget.ts'
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

/** Wrong guesses at both nodes in turn, until strangers have none left. */
const useUpGuesses = async (username: string, from: (guess: number) => string): Promise<void> => {
  const guesses = Array.from({ length: 6 }, (_, i) => signIn(username, WRONG, { from: from(i), node: i % 2 }))
  const codes = (await Promise.all(guesses)).map(({ body }) => body.code)
  expect(codes).toContain('wrong_passphrase')
  await spendBudgets(cluster, [`guesses at ${foldUsername(username)}`])
}
const deviceOf = ({ cookies }: { readonly cookies: readonly string[] }) =>
  cookies.find(cookie => cookie.startsWith('ketik_device_'))

describe('wrong guesses', () => {
  it('[ACCOUNT-18] of strangers do not keep an owner out of a known network, at any entry point', async () => {
    await claimed(cluster, 'Pemilik')
    // The JSON entry points of this test are behind no proxy: their address is 127.0.0.1.
    expect((await signIn('Pemilik', PASSPHRASE, { from: '127.0.0.1' })).status).toBe(200)
    await useUpGuesses('Pemilik', i => `198.18.0.${i}`)
    expect((await signIn('Pemilik', PASSPHRASE, { from: '198.18.0.99' })).body.code).toBe('rate_limited')
    for (const node of [0, 1]) {
      expect((await signIn('Pemilik', PASSPHRASE, { from: '127.0.0.1', node })).status).toBe(200)
      for (const over of ['websocket', 'tcp'] as const) {
        const player = await cluster.connect({ over, node }, 'Pemilik')
        player.send({ type: 'login', v: 1, username: 'Pemilik', passphrase: PASSPHRASE })
        await player.next('welcome')
        player.close()
        await player.closed()
      }
    }
  })

  it('[ACCOUNT-35] from the network of the owner do not keep the owner out of a known browser', async () => {
    const home = '203.0.113.2'
    await claimed(cluster, 'Serumah')
    const cookie = deviceOf(await signIn('Serumah', PASSPHRASE, { from: home }))
    expect(cookie).toMatch(/^ketik_device_[0-9a-f]{8}=[\w-]{22}$/)
    await spendBudgets(cluster, [`guesses at ${foldUsername('serumah')}`, guessesFrom(home)])
    // The network still has guesses of its own.
    expect((await signIn('Serumah', WRONG, { from: home })).body.code).toBe('wrong_passphrase')
    const { player } = (await cluster.scores.accounts.byName(foldUsername('serumah'))) ?? {}
    const [place] = new SessionKeys('a secret for tests alone').hashes(`${player} at network ${home}`)
    await spendBudgets(cluster, [`guesses in ${place}`])
    expect((await signIn('Serumah', PASSPHRASE, { from: home })).body.code).toBe('rate_limited')
    const back = await signIn('Serumah', PASSPHRASE, { from: home, node: 1, cookie })
    expect([back.status, back.cookies]).toEqual([200, expect.arrayContaining([cookie])])
  })

  it('[ACCOUNT-21] from a browser of another account are a stranger’s', async () => {
    await claimed(cluster, 'Incaran Lain')
    await claimed(cluster, 'Tetangga')
    const cookie = deviceOf(await signIn('Tetangga', PASSPHRASE, { from: '203.0.113.3' }))
    await spendBudgets(cluster, [`guesses at ${foldUsername('incaran lain')}`])
    const stranger = await signIn('Incaran Lain', PASSPHRASE, { from: '203.0.113.3', cookie })
    expect(stranger.body.code).toBe('rate_limited')
    expect((await signIn('Tetangga', PASSPHRASE, { from: '203.0.113.4', cookie })).status).toBe(200)
  })

  it('[ACCOUNT-36] of strangers do not keep out an owner who is signed in, and a session has its own bound', async () => {
    const token = await claimed(cluster, 'Masuk')
    const home = '203.0.113.5'
    await spendBudgets(cluster, [`guesses at ${foldUsername('masuk')}`, guessesFrom(home)])
    const change = (passphrase: string, session: string | undefined) =>
      askGateway(
        cluster,
        1,
        'POST /api/account/passphrase',
        { passphrase, newPassphrase: PASSPHRASE },
        { token: session, from: home },
      )
    const changed = await change(PASSPHRASE, token)
    expect(changed.status).toBe(200)
    const session = JSON.parse(
      Buffer.from(`${changed.body.token}`.split('.')[0] ?? '', 'base64url').toString(),
    ).account.session
    await spendBudgets(cluster, [`guesses by ${session}`])
    expect((await change(WRONG, changed.body.token)).body.code).toBe('rate_limited')
  })
})

describe('a correct password', () => {
  it('[ACCOUNT-19] costs nothing', async () => {
    await claimed(cluster, 'Benar')
    // One guess is left.
    await spendBudgets(cluster, [`guesses at ${foldUsername('benar')}`], 19 * 15_000)
    for (let i = 0; i < 3; i++) {
      const session = await signIn('Benar', PASSPHRASE, { from: `198.18.1.${i}`, node: i % 2 })
      expect(session.status).toBe(200)
    }
    expect((await signIn('Benar', WRONG, { from: '198.18.1.99' })).body.code).toBe('wrong_passphrase')
  })
})
