import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { PUPILS, pupilsOf, registerClass, signInClass, tally } from './class.ts'
import { spendBudgets } from './spent-budget.ts'
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

  it('[U20] registers at once; nobody is refused', async () => {
    expect(tally(await registerClass(cluster, 'Murid', '203.0.113.10'))).toEqual({ 200: PUPILS })
  })

  it('[U20] signs in at once from a network that the accounts do not know; nobody is refused', async () => {
    await withAccounts(cluster, 'Siswa')
    expect(tally(await signInClass(cluster, 'Siswa', '203.0.113.11'))).toEqual({ 200: PUPILS })
  })
})

describe('registering', () => {
  it('[U17] is bounded for an address at all nodes together; a refused registration costs nothing', async () => {
    const cluster = await startCluster({ gateways: 2, gateway: trusting })
    const register = (username: string, node: number, from = '203.0.113.12') =>
      askGateway(cluster, node, 'POST /api/account', { username, passphrase: PASSPHRASE }, { from })
    // One is left.
    await spendBudgets(cluster, ['registrations from 203.0.113.12'], 39 * 120_000)
    expect((await register('Satu', 0)).status).toBe(200)
    await spendBudgets(cluster, ['registrations from 203.0.113.12'], 39 * 120_000)
    expect((await register('Satu', 1)).body.code).toBe('name_claimed')
    const two = await Promise.all([register('Dua', 0), register('Tiga', 1)])
    expect(two.map(({ status }) => status).toSorted()).toEqual([200, 429])
    expect((await register('Empat', 1, '203.0.113.13')).status).toBe(200)
    await cluster.close()
  })
})
