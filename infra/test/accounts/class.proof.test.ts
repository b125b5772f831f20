import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { prove } from '../proof/prove.ts'
import { PUPILS, registerClass, signInClass, tally } from './class.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, gateway: { trustedProxies: ['127.0.0.1'] } })
})
afterAll(() => cluster.close())

it('[ACCOUNT-20] a class of 30 behind one address registers within a minute and signs in within 10 s', async ({
  task,
}) => {
  const began = performance.now()
  expect(tally(await registerClass(cluster, 'Murid', '203.0.113.20'))).toEqual({ 200: PUPILS })
  const registered = performance.now()
  expect(tally(await signInClass(cluster, 'Murid', '203.0.113.21'))).toEqual({ 200: PUPILS })
  const signedIn = performance.now()
  prove({ task }, { what: '30 names registered', measured: registered - began, most: 60_000, unit: 'ms' })
  prove({ task }, { what: '30 owners signed in', measured: signedIn - registered, most: 10_000, unit: 'ms' })
})
