import { afterAll, beforeAll, expect, it } from 'vitest'
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

it('[HTTP-20] an address that asks too much has to wait, at the interface only', async () => {
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

it('[HTTP-21] behind a trusted proxy the budget is that of the address it names', async () => {
  const served = await serveHttp(edge, { now: standingStill, trustedProxies: ['127.0.0.0/8'] })
  expect(await askTimes(served, 61, '203.0.113.1')).toContain(429)
  expect(await askTimes(served, 60, '203.0.113.2')).not.toContain(429)
  served.close()
})

it('[HTTP-37] files have a budget of their own', async () => {
  const served = await serveHttp(edge, { now: standingStill, trustedProxies: ['127.0.0.0/8'] })
  const headers = { 'x-forwarded-for': '203.0.113.9', accept: 'text/html' }
  const askPage = () => ask(served.port, '/', { headers })
  const statuses: number[] = []
  for (let i = 0; i < 1_001; i++) statuses.push((await askPage()).status)
  expect(statuses.filter(status => status === 429)).toEqual([429])
  expect((await ask(served.port, '/api/config', { headers })).status).toBe(200)
  served.close()
})

it('[LIMIT-13] many who ask at once all have their turn', async () => {
  const served = await serveHttp(edge, { now: standingStill, trustedProxies: ['127.0.0.0/8'] })
  const statuses = await Promise.all([1, 2, 3].map(i => askTimes(served, 50, `203.0.113.${100 + i}`)))
  expect(statuses.flat()).toEqual(Array(150).fill(200))
  served.close()
})
