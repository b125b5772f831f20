import { expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { planServices, portsAgain } from './service-plan.ts'

const shared = { redisUrl: 'redis://r', databaseUrl: 'postgres://p', sessionSecret: 's' }

function plan(...args: string[]) {
  const config = readConfig(args, { ADMIN_PORT: '9100' })
  if (config === undefined) throw new Error('no configuration')
  return planServices(config, shared)
}

it('plans every process with ports of its own', () => {
  const planned = plan('--gateways', '2', '--edges', '2')
  expect(planned.map(({ name }) => name)).toEqual([
    'matchmaker-1',
    'gateway-1',
    'gateway-2',
    'tcp-edge-1',
    'tcp-edge-2',
  ])
  expect(planned[2]?.ports).toEqual({
    GATEWAY_PORT: 8180,
    DIAGNOSTICS_PORT: 3101,
    PLAIN_CHAT_PORT: 2100,
    ADMIN_PORT: 9300,
  })
  const largest = plan('--gateways', '16', '--edges', '16', '--matchmakers', '16')
  const ports = largest.flatMap(service => Object.values(service.ports))
  expect(new Set(ports).size).toBe(ports.length)
})

it('tells each process where the shared servers are', () => {
  expect(plan()[0]?.environment).toMatchObject({
    REDIS_URL: 'redis://r',
    DATABASE_URL: 'postgres://p',
    SESSION_SECRET: 's',
  })
})

it('gives a service that is started again the ports it had', () => {
  const gateway = plan('--free-ports').find(({ kind }) => kind === 'gateway')
  if (gateway === undefined) throw new Error('no gateway')
  expect(portsAgain(gateway).GATEWAY_PORT).toBe(0)
  expect(portsAgain(gateway, { http: 41_000 }).GATEWAY_PORT).toBe(41_000)
})
