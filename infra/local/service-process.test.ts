import { expect, it } from 'vitest'
import { usualPorts } from './service-plan.ts'
import { portSettings, readyPorts, serviceEnvironment } from './service-process.ts'

it('knows the line with which a service says that it serves', () => {
  expect(readyPorts('{"ready":true,"ports":{"http":8080,"host":"x"}}')).toEqual({ http: 8080 })
})

it.each(['', 'listening', '{"level":30,"msg":"ready"}', '{"ready":true}'])(
  'takes %j for a line of the log',
  line => {
    expect(readyPorts(line)).toBeUndefined()
  },
)

it('[TRANSPORT-42] a service does not get the address of the owner of the tables', () => {
  const shared = { HOST: '::1', REDIS_URL: 'redis://r', DATABASE_URL: 'postgres://p', SESSION_SECRET: 's' }
  const inherited = { DATABASE_OWNER_URL: 'postgres://owner:secret@db/ketik', DATABASE_URL: '', PATH: '/bin' }
  expect(serviceEnvironment(inherited, shared)).toEqual({ ...shared, NODE_ENV: 'production', PATH: '/bin' })
})

it('gives a service that is started again the ports it had', () => {
  const ports = usualPorts.filter(({ of }) => of === 'gateway')
  expect(portSettings(ports)).toEqual({
    GATEWAY_PORT: '8080',
    DIAGNOSTICS_PORT: '3001',
    PLAIN_CHAT_PORT: '2000',
  })
  expect(portSettings(ports, { http: 41_000 })).toMatchObject({
    GATEWAY_PORT: '41000',
    PLAIN_CHAT_PORT: '2000',
  })
})
