import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { PUPILS, pupilsOf, registerClass, signInClass, tally } from './class.ts'
import { registrationsFrom, spendBudgets } from './spent-budget.ts'
import { askGateway, claimed, PASSPHRASE } from './web-session.ts'

const trusting = { trustedProxies: ['127.0.0.1'] }

/** The accounts of a class, all with one hash of the password: the test is not about making thirty. */
const withAccounts = async (cluster: TestCluster, name: string): Promise<void> => {
  await claimed(cluster, name)
  const { passphrase = '' } = (await cluster.scores.accounts.byName(foldUsername(name))) ?? {}
  for (const username of pupilsOf(name)) {
    const foldedName = foldUsername(username)
    await cluster.scores.accounts.claim({ player: `p ${foldedName}`, username, foldedName, passphrase })
  }
}

describe.each([1, 2])('a class behind one address, on %i node(s)', gateways => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startCluster({ gateways, gateway: trusting })
  })
  afterAll(() => cluster.close())

  it('[ACCOUNT-20] registers at once; nobody is refused', async () => {
    expect(tally(await registerClass(cluster, 'Murid', '203.0.113.10'))).toEqual({ 200: PUPILS })
  })

  it('[ACCOUNT-20] signs in at once from a network that the accounts do not know; nobody is refused', async () => {
    await withAccounts(cluster, 'Siswa')
    expect(tally(await signInClass(cluster, 'Siswa', '203.0.113.11'))).toEqual({ 200: PUPILS })
  })
})

describe('registering', () => {
  it('[ACCOUNT-17] is bounded for an address at all nodes together; one that is refused before a hash costs nothing', async () => {
    const cluster = await startCluster({ gateways: 2, gateway: trusting })
    const register = (username: string, node: number, from = '203.0.113.12') =>
      askGateway(cluster, node, 'POST /api/account', { username, passphrase: PASSPHRASE }, { from })
    /** The name of an account that is no more: it is nobody's for 30 days. */
    const giveUp = async (username: string): Promise<void> => {
      const token = await claimed(cluster, username)
      const gone = { passphrase: PASSPHRASE }
      expect((await askGateway(cluster, 0, 'POST /api/account/deletion', gone, { token })).status).toBe(200)
    }
    // One is left.
    await spendBudgets(cluster, [registrationsFrom('203.0.113.12')], 39 * 120_000)
    expect((await register('Satu', 0)).status).toBe(200)
    await spendBudgets(cluster, [registrationsFrom('203.0.113.12')], 39 * 120_000)
    expect((await register('Satu', 1)).body.code).toBe('name_claimed')
    await giveUp('Bekas')
    for (const node of [0, 1]) expect((await register('Bekas', node)).body.code).toBe('name_kept')
    const two = await Promise.all([register('Dua', 0), register('Tiga', 1)])
    expect(two.map(({ status }) => status).toSorted()).toEqual([200, 429])
    expect((await register('Empat', 1, '203.0.113.13')).status).toBe(200)
    await cluster.close()
  })

  it('[ACCOUNT-17] of one name at the same moment pays for every hash, also where another one gets the name', async () => {
    const cluster = await startCluster({ gateways: 1, gateway: trusting })
    const from = '203.0.113.14'
    const register = (username: string) =>
      askGateway(cluster, 0, 'POST /api/account', { username, passphrase: PASSPHRASE }, { from })
    // Two are left.
    await spendBudgets(cluster, [registrationsFrom(from)], 38 * 120_000)
    const answers = await Promise.all(Array.from({ length: 8 }, () => register('Rebutan')))
    expect(tally(answers)[200]).toBe(1)
    expect((await register('Lain')).body.code).toBe('rate_limited')
    await cluster.close()
  })
})

describe('a class beside somebody who signs in to an own account without end', () => {
  it('[ACCOUNT-32] signs in, each of its own network; the others do not hold it up', async () => {
    const cluster = await startCluster({ gateways: 1, gateway: trusting })
    await withAccounts(cluster, 'Siswa')
    await claimed(cluster, 'Badai')
    let isOver = false
    let stormed = 0
    const signIn = (username: string, from: string) =>
      askGateway(cluster, 0, 'POST /api/session', { username, passphrase: PASSPHRASE }, { from })
    const storm = Array.from({ length: 20 }, async () => {
      while (!isOver) {
        await signIn('Badai', '203.0.113.15')
        stormed += 1
      }
    })
    await expect.poll(() => stormed).toBeGreaterThan(20)
    // With 20 of the storm in line, an owner elsewhere is the next but one, and two more are hashed beside it: in a common
    // line 20 would come first. Its way to the line and back takes the time of some more.
    const before = stormed
    expect((await signIn('Siswa 0', '203.0.113.16')).status).toBe(200)
    expect(stormed - before).toBeLessThan(12)
    expect(tally(await signInClass(cluster, 'Siswa', '203.0.113.17'))).toEqual({ 200: PUPILS })
    isOver = true
    await Promise.all(storm)
    await cluster.close()
  })
})
