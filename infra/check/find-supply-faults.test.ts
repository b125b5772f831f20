import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findBuilds, findLicenceFaults, findUnpinned, isAllowed } from './find-supply-faults.ts'
import { allLockedPackages, lockedFolders, lockedPackages } from './packages.ts'

const root = join(import.meta.dirname, '../..')

const LOCKFILE = `lockfileVersion: '9.0'

packages:

  '@a/b@1.2.3':
    resolution: {integrity: sha512-AAAA}

  c@2.0.0-beta.1:
    resolution: {tarball: https://example.org/c.tgz}
    os: [linux]

snapshots:

  d@1.0.0: {}
`

describe('the supply chain', () => {
  it('[SUPPLY-1] names packages without a digest', () => {
    const locked = lockedPackages(LOCKFILE)
    expect(locked).toEqual([
      { name: '@a/b', version: '1.2.3', integrity: 'sha512-AAAA' },
      { name: 'c', version: '2.0.0-beta.1', integrity: undefined },
    ])
    expect(findUnpinned(locked)).toEqual(['pnpm-lock.yaml: c@2.0.0-beta.1 has no integrity'])
    expect(findUnpinned([])).toHaveLength(1)
  })

  it('[SUPPLY-2] names install scripts that nobody gave a reason for', () => {
    expect(
      findBuilds('w.yaml', 'allowBuilds:\n  esbuild: true\n  "@x/evil": true\n  other: false\n'),
    ).toEqual(['w.yaml: @x/evil may run a script when installed, and nobody said why'])
    expect(findBuilds('w.yaml', 'packages: []')).toHaveLength(1)
  })

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['Apache-2.0 AND BSL-1.0', true],
    ['MIT AND GPL-3.0', false],
    ['AGPL-3.0', false],
    ['SEE LICENSE IN LICENSE.txt', false],
  ])('[SUPPLY-3] of the licence %s says %s', (licence, allowed) => {
    expect(isAllowed(licence)).toBe(allowed)
  })

  it('[SUPPLY-3] names licences that are unknown or not allowed, and lets exceptions be', () => {
    const licences = new Map([
      ['a@1.0.0', 'MIT'],
      ['b@1.0.0', 'GPL-3.0'],
      ['c@1.0.0', undefined],
      ['axe-core@4.0.0', 'MPL-2.0'],
    ])
    expect(findLicenceFaults(licences)).toEqual([
      'b@1.0.0: GPL-3.0 is not on the list of infra/check/allowed-licences.ts',
      'c@1.0.0: states no licence',
    ])
  })

  it('[SUPPLY-4] is described by a bill of materials that has each package once and is the same each time', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ketik-sbom-'))
    const written = ['one.json', 'two.json'].map(name => {
      const file = join(folder, name)
      expect(
        spawnSync(process.execPath, ['--import', 'tsx', 'infra/sbom.ts', file], { cwd: root }).status,
      ).toBe(0)
      return readFileSync(file, 'utf8')
    })
    rmSync(folder, { recursive: true })
    expect(written[0]).toBe(written[1])
    const { bomFormat, components } = JSON.parse(written[0] ?? '')
    const locked = [...allLockedPackages(root).values()]
    const names = new Set(locked.map(({ name }) => name))
    expect(['typescript', '@colyseus/core'].filter(name => !names.has(name))).toEqual([])
    expect(lockedFolders(root)).toHaveLength(2)
    expect(bomFormat).toBe('CycloneDX')
    expect(new Set(components.map(({ purl }: { purl: string }) => purl)).size).toBe(locked.length)
    for (const { hashes } of components) expect(hashes).toMatchObject([{ alg: 'SHA-512' }])
  })

  it('[SUPPLY-5] an audit that cannot ask says so, and ends with 2', async () => {
    const registry = createServer((_, response) => response.writeHead(405).end()).listen(0, '127.0.0.1')
    await once(registry, 'listening')
    const { port } = registry.address() as AddressInfo
    const audit = spawn(process.execPath, ['--import', 'tsx', 'infra/audit.ts'], {
      cwd: root,
      env: { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/` },
    })
    let said = ''
    audit.stderr.on('data', chunk => {
      said += chunk
    })
    const [code] = await once(audit, 'close')
    registry.closeAllConnections()
    registry.close()
    expect([code, said]).toEqual([2, expect.stringContaining('COULD NOT ASK')])
  })
})
