import { resetTokenHash } from '@ketik/edge'
import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { guessesFrom, spendBudgets } from './spent-budget.ts'
import { askGateway, claimed, PASSPHRASE } from './web-session.ts'

const ADMIN = 'the secret of the operators'
const NEW = 'kuda poni terbang'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({
    gateways: 2,
    edges: 2,
    gateway: { trustedProxies: ['127.0.0.1'], adminSecret: ADMIN },
  })
})
afterAll(() => cluster.close())

const issue = (username: string, node: number, token: string | undefined = ADMIN) =>
  askGateway(cluster, node, `POST /api/admin/accounts/${username}/reset`, { operator: 'Sri' }, { token })
const use = (node: number, token: string | undefined) =>
  askGateway(cluster, node, 'POST /api/account/reset', { token, passphrase: NEW }, { from: '203.0.113.30' })
const linkFor = async (username: string): Promise<string> => {
  const { body } = await issue(username, 0)
  return new URL(String(body['url'])).hash.slice(1)
}

it('[ACCOUNT-22] operators alone issue a link, whose token is in the fragment', async () => {
  await claimed(cluster, 'Lupa')
  expect((await issue('Lupa', 0, 'another secret')).body.code).toBe('not_allowed')
  expect((await issue('Lupa', 0, await claimed(cluster, 'Bukan Operator'))).status).toBe(403)
  expect((await issue('Siapa', 0)).body.code).toBe('name_unclaimed')
  for (const nobody of ['a%00b', '%20', 'a'.repeat(200)]) {
    expect([nobody, (await issue(nobody, 1)).status]).toEqual([nobody, 400])
  }
  const { status, body } = await issue('LUPA', 0)
  expect(status).toBe(200)
  const url = new URL(String(body['url']))
  expect([url.pathname, url.search, url.port]).toEqual([
    '/reset',
    '',
    String(cluster.gateways[0]?.ports['http']),
  ])
  expect(url.hash).toMatch(/^#[\w-]{43}$/)
  expect(body['until']).toEqual(expect.any(Number))
})

it('[ACCOUNT-23] the link sets the password once, at any node, ends all sessions, and asks for no guess', async () => {
  const before = await claimed(cluster, 'Sekali')
  const player = await cluster.connect({ over: 'tcp', node: 1 }, 'Sekali')
  player.send({ type: 'login', v: 1, username: 'Sekali', token: before })
  await player.next('welcome')
  await spendBudgets(cluster, [`guesses at ${foldUsername('Sekali')}`, guessesFrom('203.0.113.30')])
  const token = await linkFor('Sekali')
  const used = await Promise.all([use(0, token), use(1, token)])
  expect(used.map(({ status }) => status).toSorted()).toEqual([200, 410])
  expect(used.find(({ status }) => status === 410)?.body.code).toBe('reset_over')
  expect(await player.closed()).toBe(0)
  const session = used.find(({ status }) => status === 200)?.body.token
  const back = await cluster.connect({ over: 'websocket', node: 1 }, 'Sekali')
  back.send({ type: 'login', v: 1, username: 'Sekali', token: session })
  await back.next('welcome')
  back.close()
  const signIn = (passphrase: string) =>
    askGateway(cluster, 1, 'POST /api/session', { username: 'Sekali', passphrase }, { from: '203.0.113.30' })
  // The reset made this network a known one.
  expect((await signIn(NEW)).status).toBe(200)
  expect((await signIn(PASSPHRASE)).body.code).toBe('wrong_passphrase')
  expect((await use(0, token)).body.code).toBe('reset_over')
})

it('[ACCOUNT-34] a link that is used many times at once costs five hashes, and its owner alone', async () => {
  await claimed(cluster, 'Banyak Kali')
  await claimed(cluster, 'Sekali Saja')
  const [token, other] = [await linkFor('Banyak%20Kali'), await linkFor('Sekali%20Saja')]
  await spendBudgets(cluster, [`new passwords by ${resetTokenHash(token)}`])
  for (const node of [0, 1]) expect((await use(node, token)).body.code).toBe('rate_limited')
  // The link is as good as before, and so is another one in the same place.
  expect(await cluster.scores.accounts.resetOwner(resetTokenHash(token))).toBeDefined()
  expect((await use(1, other)).status).toBe(200)
})

it('[ACCOUNT-34] an account sets a bounded number of passwords; a wrong present one is no new one', async () => {
  const token = await claimed(cluster, 'Ganti Terus')
  const { player = '' } = (await cluster.scores.accounts.byName(foldUsername('Ganti Terus'))) ?? {}
  const change = (node: number, passphrase: string, session: string | undefined) =>
    askGateway(
      cluster,
      node,
      'POST /api/account/passphrase',
      { passphrase, newPassphrase: PASSPHRASE },
      { token: session },
    )
  // One is left.
  await spendBudgets(cluster, [`new passwords of ${player}`], 9 * 60_000)
  expect((await change(0, 'salah sekali', token)).body.code).toBe('wrong_passphrase')
  const changed = await change(1, PASSPHRASE, token)
  expect(changed.status).toBe(200)
  await spendBudgets(cluster, [`new passwords of ${player}`], 10 * 60_000)
  expect((await change(0, PASSPHRASE, changed.body.token)).body.code).toBe('rate_limited')
})

it('[ACCOUNT-23] a banned owner is refused at every node, and the link stays good', async () => {
  await claimed(cluster, 'Terlarang')
  const token = await linkFor('Terlarang')
  const ban = (seconds: number) =>
    askGateway(cluster, 0, 'POST /api/admin/ban', { name: 'Terlarang', seconds }, { token: ADMIN })
  expect((await ban(60)).status).toBe(200)
  for (const node of [0, 1]) {
    await expect
      .poll(
        async () => (await askGateway(cluster, node, 'POST /api/session', { username: 'Terlarang' })).status,
      )
      .toBe(403)
    const refused = await use(node, token)
    expect([refused.status, refused.body.code, refused.cookie]).toEqual([403, 'banned', undefined])
  }
  expect((await ban(0)).status).toBe(200)
  await expect
    .poll(
      async () => (await askGateway(cluster, 1, 'POST /api/session', { username: 'Terlarang' })).body.code,
    )
    .toBe('name_claimed')
  expect((await use(1, token)).status).toBe(200)
})

it('[ACCOUNT-24] a newer link and a deletion end an older one', async () => {
  const session = await claimed(cluster, 'Lama Baru')
  const [older, newer] = [await linkFor('Lama%20Baru'), await linkFor('Lama%20Baru')]
  expect((await use(1, older)).body.code).toBe('reset_over')
  const gone = await askGateway(
    cluster,
    1,
    'POST /api/account/deletion',
    { passphrase: PASSPHRASE },
    { token: session },
  )
  expect(gone.status).toBe(200)
  expect((await use(1, newer)).body.code).toBe('reset_over')
})
