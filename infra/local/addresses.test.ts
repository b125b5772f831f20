import { describe, expect, it } from 'vitest'
import { describeAddresses } from './addresses.ts'

describe('the addresses', () => {
  it('[START-4] are printed with what to do there', () => {
    const lines = describeAddresses('0.0.0.0', [
      { name: 'gateway-1', ports: { http: 8080, admin: 9000 } },
      { name: 'tcp-edge-1', ports: { race: 50_000, nick: 5001 } },
    ])
    expect(lines).toEqual([
      '  Race in a browser    http://127.0.0.1:8080   open this address',
      '  Race in a terminal   127.0.0.1:50000         npm run terminal -- --name Budi',
      '  Race over TCP        127.0.0.1:50000         nc 127.0.0.1 50000   then {"type":"login","username":"Budi"}',
      '  Chat over TCP        127.0.0.1:5001          nc 127.0.0.1 5001   then your name',
      '  Metrics at /metrics on 127.0.0.1: gateway-1 :9000',
    ])
  })

  it('[START-4] have brackets around an IPv6 address in a URL, and none in a command', () => {
    const lines = describeAddresses('::1', [
      { name: 'gateway-1', ports: { http: 8080, plainChat: 2000 } },
      { name: 'tcp-edge-1', ports: { race: 50_100 } },
    ])
    expect(lines.map(line => line.trim().split(/ {3,}/))).toEqual([
      ['Race in a browser', 'http://[::1]:8080', 'open this address'],
      ['Plain chat', 'ws://[::1]:2000/', 'WebSocket text frames; ?name=Budi sets your name'],
      ['Race in a terminal', '[::1]:50100', 'npm run terminal -- --name Budi --host ::1 --port 50100'],
      ['Race over TCP', '[::1]:50100', 'nc ::1 50100', 'then {"type":"login","username":"Budi"}'],
    ])
  })
})
