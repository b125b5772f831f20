import { expect, it } from 'vitest'
import { describeAddresses } from './addresses.ts'

it('tells every address and what to do there', () => {
  const lines = describeAddresses('0.0.0.0', [
    { name: 'gateway-1', kind: 'gateway', ports: { http: 8080, admin: 9000 } },
    { name: 'tcp-edge-1', kind: 'tcp-edge', ports: { nick: 5001 } },
  ])
  expect(lines).toEqual([
    '  Race in a browser   http://127.0.0.1:8080   open it, twice to race yourself',
    '  Chat over TCP       127.0.0.1:5001          nc 127.0.0.1 5001   then your name',
    '  Metrics at /metrics on 127.0.0.1: gateway-1 :9000',
  ])
})
