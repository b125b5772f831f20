import type { NetworkInterfaceInfo } from 'node:os'
import { stripVTControlCharacters } from 'node:util'
import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import type { Listening } from './addresses.ts'
import { describeSharing, type Interfaces, reachableAddresses } from './describe-sharing.ts'

const at = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  netmask: '',
  mac: '',
  cidr: null,
  ...(address.includes(':') ? { family: 'IPv6', scopeid: 0 } : { family: 'IPv4' }),
})

const interfaces: Interfaces = {
  lo: [at('127.0.0.1', true), at('::1', true)],
  docker0: [at('172.17.0.1')],
  'br-0123456789ab': [at('172.18.0.1')],
  veth12ab: [at('fe80::1')],
  wg0: [at('10.9.0.2')],
  eth0: [at('fd00::2'), at('169.254.7.7'), at('fe80::2')],
  wlan0: [at('192.168.1.7')],
}

describe('the addresses for another device', () => {
  it('[START-5] are those of the network: no loopback, link-local or container address, tunnels last', () => {
    expect(reachableAddresses('0.0.0.0', interfaces)).toEqual(['192.168.1.7', '10.9.0.2'])
    expect(reachableAddresses('::', interfaces)).toEqual(['192.168.1.7', 'fd00::2', '10.9.0.2'])
  })

  it.each([
    ['127.0.0.1', []],
    ['127.8.8.8', []],
    ['::1', []],
    ['localhost', []],
    ['192.168.1.7', ['192.168.1.7']],
    ['fd00::2', ['fd00::2']],
    ['ketik.example', ['ketik.example']],
  ])('[START-5] are, for --host %s, %j', (host, addresses) => {
    expect(reachableAddresses(host, interfaces)).toEqual(addresses)
  })
})

describe('the section about other devices', () => {
  const gateway: Listening = { name: 'gateway-1', ports: { http: 8080 } }
  const screen = { isTTY: true, columns: 80 }

  it('[START-5] names the addresses, without a code where the output is no terminal or too narrow', () => {
    const lines = [
      '  On a phone or another computer on the same network, open:',
      '    http://192.168.1.7:8080',
      '    http://[fd00::2]:8080',
      '    http://10.9.0.2:8080',
    ]
    expect(describeSharing('::', [gateway], interfaces, { isTTY: false, columns: 80 })).toEqual(lines)
    expect(describeSharing('::', [gateway], interfaces, { isTTY: true, columns: 20 })).toEqual(lines)
  })

  it('[START-5] shows a QR code of the first address on a terminal, light on dark', () => {
    const lines = describeSharing('0.0.0.0', [gateway], interfaces, screen)
    const code = lines.slice(lines.indexOf('') + 1)
    expect(code.every(line => line.startsWith('    \x1b[97;40m') && line.endsWith('\x1b[0m'))).toBe(true)
    const { data } = encode('http://192.168.1.7:8080', { border: 2 })
    expect(code.flatMap(modulesIn).slice(0, data.length)).toEqual(data)
  })

  it('[START-5] is absent for the loopback and without a gateway, and says when there is no network', () => {
    expect(describeSharing('127.0.0.1', [gateway], interfaces, screen)).toEqual([])
    expect(describeSharing('0.0.0.0', [], interfaces, screen)).toEqual([])
    expect(describeSharing('0.0.0.0', [gateway], {}, screen)).toEqual([
      '  This machine has no address that other devices can reach.',
    ])
  })
})

/** The two rows of modules in a line of half blocks; true is dark. */
function modulesIn(line: string): readonly (readonly boolean[])[] {
  const cells = [...stripVTControlCharacters(line).slice(4)]
  return ['▀█', '▄█'].map(light => cells.map(cell => !light.includes(cell)))
}
