import { expect, it } from 'vitest'
import { lint } from './lint.testkit.ts'

const atImport = [
  "const isThere = spawnSync('docker-compose', ['version']).status === 0",
  "export const tool = findCommand('go')",
  'const areThere = services.every(service =>\n  existsSync(join(root, service)),\n)',
  'const isRoot: boolean = process.getuid?.() === 0',
  'let size = fs.statSync(path).size',
  "describe.skipIf(reason !== undefined)('the manifests', () => {\n  it('is', () => {})\n})",
  "it.runIf(process.platform === 'linux')('is', () => {})",
]
const whenNeeded = [
  "const isThere = () => spawnSync('docker-compose', ['version']).status === 0",
  'export const isThere = async (name: string): Promise<boolean> => {\n  return existsSync(name)\n}',
  'function isThere(name: string) {\n  const path = join(root, name)\n  return existsSync(path)\n}',
  "describe.runIf(inject('noStack') === '')('the stack', () => {})",
  "beforeAll(() => {\n  const isThere = existsSync('x')\n  if (!isThere) throw new Error('no x')\n})",
]

it('[CI-7] the lint reports what is decided while a file is imported, and not what is asked when it is needed', () => {
  const name = (_: string, index: number) => `sample-${index}.ts`
  const texts = [...atImport, ...whenNeeded]
  const reported = lint(Object.fromEntries(texts.map((text, index) => [name(text, index), `${text}\n`])))
  const places = reported.filter(({ category }) => category === 'plugin').map(({ location }) => location)
  expect(places.map(({ path, start }) => `${path}:${start.line}`)).toEqual(
    atImport.map((text, index) => `${name(text, index)}:1`),
  )
})
