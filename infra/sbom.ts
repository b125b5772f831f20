import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAllowed } from './check/find-supply-faults.ts'
import { allLockedPackages, installedLicences, type LockedPackage } from './check/packages.ts'

/**
 * Writes the software bill of materials: every package that a lockfile pins, with its contents' digest and, where it is
 * installed here, its licence. CycloneDX 1.6 (ECMA-424), JSON. The same lockfiles give the same file.
 */
const root = join(import.meta.dirname, '..')
const target = process.argv[2] ?? join(root, 'sbom.cdx.json')
const locked = [...allLockedPackages(root).values()]
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const licences = installedLicences(root)

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

/** JSON leaves out what is undefined: the group of a name without a scope, a licence that is not known here. */
function toComponent({ name, version: pinned, integrity }: LockedPackage) {
  const [plain, group] = name.split('/').reverse()
  const purl = `pkg:npm/${name.replace('@', '%40')}@${pinned}`
  const licence = licences.get(`${name}@${pinned}`)
  const digest = integrity && Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
  return {
    type: 'library',
    'bom-ref': purl,
    group,
    name: plain,
    version: pinned,
    purl,
    hashes: digest && [{ alg: 'SHA-512', content: digest }],
    licenses: licence && [licenceChoice(licence)],
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
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-8$3-8$4-$5')
}
