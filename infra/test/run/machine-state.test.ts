import { expect, it } from 'vitest'
import { addedTo } from './machine-state.ts'

it('[CI-4] names what of a Docker engine is there now and was not before', () => {
  const before = { engineRuns: false, traces: ['network interface lo'] }
  const now = {
    engineRuns: true,
    traces: ['network interface lo', 'network interface docker0', 'firewall rule in nat: -N DOCKER'],
  }
  expect(addedTo(before, now)).toEqual([
    'a Docker engine',
    'network interface docker0',
    'firewall rule in nat: -N DOCKER',
  ])
  expect(addedTo(now, now)).toEqual([])
  expect(addedTo(now, before)).toEqual([])
})
