import { afterAll, beforeAll, expect, it } from 'vitest'
import { AddressBudgets, networkOf } from './address-budgets.ts'
import { ask, type Served, serveHttp, startEdge, type TestEdge } from './uws-http.testkit.ts'

let edge: TestEdge

beforeAll(async () => {
  edge = await startEdge()
})

afterAll(() => edge.close())

const standingStill = () => 0

const askTimes = async ({ port }: Served, times: number, from: string): Promise<readonly number[]> => {
  const headers = { 'x-forwarded-for': from }
  const answers = await Promise.all(
    Array.from({ length: times }, () => ask(port, '/api/config', { headers })),
  )
  return answers.map(({ status }) => status)
}

it('[H20] an address that asks too much is told to wait, at the interface only', async () => {
  const served = await serveHttp(edge, { now: standingStill })
  const statuses = await askTimes(served, 65, '203.0.113.1')
  expect(statuses.filter(status => status === 200)).toHaveLength(60)
  const refused = await ask(served.port, '/api/nothing')
  expect([refused.status, refused.json()]).toMatchObject([429, { code: 'rate_limited', retryable: true }])
  expect(refused.headers['retry-after']).toBe('1')
  // Whom a client that is no trusted proxy names makes no difference.
  expect(await askTimes(served, 1, '203.0.113.2')).toEqual([429])
  expect((await ask(served.port, '/', { headers: { accept: 'text/html' } })).status).not.toBe(429)
  for (const path of ['/healthz', '/readyz']) expect((await ask(served.port, path)).status).toBe(200)
  served.close()
})

it('[H21] behind a trusted proxy the budget is that of the address it names', async () => {
  const served = await serveHttp(edge, { now: standingStill, trustedProxies: ['127.0.0.0/8'] })
  expect(await askTimes(served, 61, '203.0.113.1')).toContain(429)
  expect(await askTimes(served, 60, '203.0.113.2')).not.toContain(429)
  served.close()
})

it('[H20] 60 at once, then 20 a second, and a bounded number of addresses', () => {
  const budgets = new AddressBudgets(2)
  const take = (address: string, times: number, now: number) =>
    Array.from({ length: times }, () => budgets.take(address, now)).filter(taken => taken).length
  expect(take('a', 100, 0)).toBe(60)
  expect(take('a', 100, 500)).toBe(10)
  expect(take('b', 1, 500)).toBe(1)
  expect(take('a', 1, 500)).toBe(0)
  expect(take('c', 1, 500)).toBe(1) // b was silent longest and is forgotten
  expect(take('a', 1, 500)).toBe(0)
  expect(take('b', 100, 500)).toBe(60)
})

it('[H20] one IPv6 client is its /64', () => {
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1')
  expect(networkOf('2001:0db8:0:0001::7')).toBe('2001:db8:0:1')
  expect(networkOf('2001:db8:0:1:ffff:2:3:4')).toBe('2001:db8:0:1')
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0')
  expect(networkOf('::1')).toBe('0:0:0:0')
})
