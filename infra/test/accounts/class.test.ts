import { describe, expect, it } from 'vitest'
import { startCluster } from '../cluster.ts'
import { PUPILS, registerClass, signInClass, tally } from './class.ts'
import { spendBudgets } from './spent-budget.ts'
import { askGateway, PASSPHRASE } from './web-session.ts'

const trusting = { trustedProxies: ['127.0.0.1'] }

describe.each([1, 2])('a class behind one address, on %i node(s)', gateways => {
  it('[U20] registers and signs in at once; nobody is refused', async () => {
    const cluster = await startCluster({ gateways, gateway: trusting })
    expect(tally(await registerClass(cluster, 'Murid', '203.0.113.10'))).toEqual({ 200: PUPILS })
    // A network that the accounts do not know.
    expect(tally(await signInClass(cluster, 'Murid', '203.0.113.11'))).toEqual({ 200: PUPILS })
    await cluster.close()
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
