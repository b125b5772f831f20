import { expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { planServices } from './service-plan.ts'

function plan(...args: string[]) {
  const config = readConfig(args, { ADMIN_PORT: '9100' })
  if (config === undefined) throw new Error('no configuration')
  return planServices(config)
}

it('plans every process with ports of its own, 100 higher for each further one', () => {
  const planned = plan('--gateways', '2', '--edges', '2')
  expect(planned.map(({ name }) => name)).toEqual([
    'matchmaker-1',
    'gateway-1',
    'gateway-2',
    'tcp-edge-1',
    'tcp-edge-2',
  ])
  expect(planned[2]?.ports.map(({ variable, port }) => [variable, port])).toEqual([
    ['GATEWAY_PORT', 8180],
    ['DIAGNOSTICS_PORT', 3101],
    ['PLAIN_CHAT_PORT', 2100],
    ['ADMIN_PORT', 9300],
  ])
  const largest = plan('--gateways', '16', '--edges', '16', '--matchmakers', '16')
  const ports = largest.flatMap(service => service.ports.map(({ port }) => port))
  expect(new Set(ports).size).toBe(ports.length)
})

it('leaves every further one any free port, too', () => {
  const ports = plan('--free-ports', '--gateways', '2').flatMap(service => service.ports)
  const numbers = ports.filter(({ variable }) => variable !== 'ADMIN_PORT').map(({ port }) => port)
  expect(new Set(numbers)).toEqual(new Set([0]))
})
