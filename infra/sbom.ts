import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allLockedPackages, installedLicences } from './check/packages.ts'

/**
 * Writes the software bill of materials: every package that a lockfile pins, with its contents' digest and, where it is
 * installed here, its licence. CycloneDX 1.6 (ECMA-424), JSON. The same lockfiles give the same file.
 */
const root = join(import.meta.dirname, '..')
const target = process.argv[2] ?? join(root, 'sbom.cdx.json')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const licences = installedLicences(root)

/** JSON leaves out what is undefined: the group of a name without a scope, a licence that is not known here. */
const components = [...allLockedPackages(root)].map(([id, { name, version: pinned, integrity }]) => {
  const [plain, group] = name.split('/').reverse()
  const purl = `pkg:npm/${id.replace(/^@/, '%40')}`
  const licence = licences.get(id)
  const digest = integrity && Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
  return {
    type: 'library',
    'bom-ref': purl,
    group,
    name: plain,
    version: pinned,
    purl,
    hashes: digest && [{ alg: 'SHA-512', content: digest }],
    // An SPDX id is an SPDX expression too; `npm run check` lets no licence be anything else.
    licenses: licence && [{ expression: licence }],
  }
})
const component = {
  type: 'application',
  'bom-ref': `pkg:npm/ketik@${version}`,
  name: 'ketik',
  version,
  licenses: [{ expression: 'MIT' }],
}
const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata: { component }, components }
writeFileSync(target, `${JSON.stringify(bom, null, 2)}\n`)
process.stdout.write(`${target}: ${components.length} components\n`)
