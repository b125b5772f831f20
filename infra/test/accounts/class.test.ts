import { describe, expect, it } from 'vitest'
import { startCluster } from '../cluster.ts'
import { PUPILS, registerClass, signInClass, tally } from './class.ts'

describe.each([1, 2])('a class behind one address, on %i node(s)', gateways => {
  it('[U20] registers and signs in at once; nobody is refused', async () => {
    const cluster = await startCluster({ gateways, gateway: { trustedProxies: ['127.0.0.1'] } })
    expect(tally(await registerClass(cluster, 'Murid', '203.0.113.10'))).toEqual({ 200: PUPILS })
    // A network that the accounts do not know.
    expect(tally(await signInClass(cluster, 'Murid', '203.0.113.11'))).toEqual({ 200: PUPILS })
    await cluster.close()
  })

  it('[U17] registers no names without bound; a refused registration costs nothing', async () => {
    const cluster = await startCluster({ gateways, gateway: { trustedProxies: ['127.0.0.1'] } })
    const from = '203.0.113.12'
    const began = performance.now()
    const first = await registerClass(cluster, 'Kelas A', from)
    expect(tally(first)).toEqual({ 200: PUPILS })
    expect(tally(await registerClass(cluster, 'Kelas A', from))).toEqual({ 403: PUPILS })
    const { 200: registered = 0, 429: refused } = tally(await registerClass(cluster, 'Kelas B', from))
    const refilled = Math.ceil((performance.now() - began) / 120_000)
    expect(registered).toBeGreaterThanOrEqual(10)
    expect(registered).toBeLessThanOrEqual(10 + refilled)
    expect(registered + (refused ?? 0)).toBe(PUPILS)
    expect(tally(await registerClass(cluster, 'Kelas C', '203.0.113.13'))).toEqual({ 200: PUPILS })
    await cluster.close()
  })
})
