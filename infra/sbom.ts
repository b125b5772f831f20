import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAllowed } from './check/find-supply-faults.ts'
import { installedLicences } from './check/installed-licences.ts'
import { allLockedPackages, type LockedPackage, lockedFolders } from './check/locked-packages.ts'

/**
 * Writes the software bill of materials: every package that a lockfile pins, with its contents' digest and, where it is
 * installed here, its licence. CycloneDX 1.6 (ECMA-424), JSON. The same lockfiles give the same file.
 */
const root = join(import.meta.dirname, '..')
const target = process.argv[2] ?? join(root, 'sbom.cdx.json')
const locked = allLockedPackages(root)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const licences = installedLicences(lockedFolders(root))

const components = locked.map(toComponent)
const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: `urn:uuid:${uuidOf(JSON.stringify(locked))}`,
  version: 1,
  metadata: {
    component: {
      type: 'application',
      'bom-ref': `pkg:npm/ketik@${version}`,
      name: 'ketik',
      version,
      licenses: [{ license: { id: 'MIT' } }],
    },
  },
  components,
}
writeFileSync(target, `${JSON.stringify(bom, null, 2)}\n`)
process.stdout.write(`${target}: ${components.length} components\n`)

function toComponent({ name, version: pinned, integrity }: LockedPackage) {
  const [scope, plain] = name.startsWith('@') ? name.split('/') : [undefined, name]
  const purl = `pkg:npm/${scope === undefined ? '' : `${scope.replace('@', '%40')}/`}${plain}@${pinned}`
  const licence = licences.get(`${name}@${pinned}`)
  return {
    type: 'library',
    'bom-ref': purl,
    ...(scope === undefined ? {} : { group: scope }),
    name: plain,
    version: pinned,
    purl,
    ...(integrity === undefined
      ? {}
      : { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }] }),
    ...(licence === undefined ? {} : { licenses: [licenceChoice(licence)] }),
  }
}

/** An SPDX expression, an SPDX id where it is one of ours, or else a name. */
function licenceChoice(licence: string) {
  if (/ (OR|AND) /i.test(licence)) return { expression: licence }
  return { license: isAllowed(licence) || licence === 'MPL-2.0' ? { id: licence } : { name: licence } }
}

/** From what is described, not from chance: version 8 (RFC 9562) of the digest of what is locked. */
function uuidOf(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex')
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) % 4]
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
