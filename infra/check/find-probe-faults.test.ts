import { expect, it } from 'vitest'
import { findProbeFaults } from './find-probe-faults.ts'

it.each([
  ["const isThere = spawnSync('docker-compose', ['version']).status === 0"],
  ["export const tool = findCommand('go')"],
  ['const areThere = services.every(service =>\n  existsSync(join(root, service)),\n)'],
  ['const isRoot: boolean = process.getuid?.() === 0'],
  ["describe.skipIf(reason !== undefined)('the manifests', () => {\n  it('is', () => {})\n})"],
  ["it.runIf(process.platform === 'linux')('is', () => {})"],
])('[CI-7] finds what is decided while a file is imported: %s', text => {
  expect(findProbeFaults('some.ts', `import { x } from 'y'\n\n${text}\n`)).toEqual([
    expect.stringMatching(/^some\.ts:3: /),
  ])
})

it.each([
  ["const isThere = () => spawnSync('docker-compose', ['version']).status === 0"],
  ['export const isThere = async (name: string): Promise<boolean> => {\n  return existsSync(name)\n}'],
  ['function isThere(name: string) {\n  return existsSync(name)\n}'],
  ["describe.runIf(inject('noStack') === '')('the stack', () => {})"],
  ["beforeAll(() => {\n  if (!existsSync('x')) throw new Error('no x')\n})"],
])('[CI-7] has nothing against what is asked when it is needed: %s', text => {
  expect(findProbeFaults('some.ts', text)).toEqual([])
})
