import { expect, it } from 'vitest'
import { compareRules, rulesIn, rulesTested } from './compare-rules.ts'

const spec = rulesIn('SPEC.md', '# Rules\n- **A1** One.\n- **A2** Two.\nsee **A9**\n')

it('reads the rules and the titles that carry them', () => {
  expect(spec.map(({ id }) => id)).toEqual(['A1', 'A2'])
  // The brackets are put together here so that these titles are not read as titles of this file.
  const titles = [
    `it('${'['}A1] starts', () => {})`,
    `  '${'['}A1] ${'['}A2] goes on',`,
    'const row = rows[A3]',
  ]
  expect(rulesTested('a.test.ts', titles.join('\n'))).toEqual([
    { id: 'A1', where: 'a.test.ts:1' },
    { id: 'A1', where: 'a.test.ts:2' },
    { id: 'A2', where: 'a.test.ts:2' },
  ])
})

it('names rules without a test, tests without a rule and rules that are there twice', () => {
  expect(compareRules(spec, [{ id: 'A1', where: 'a.test.ts:1' }])).toEqual(['SPEC.md:3: rule A2 has no test'])
  expect(compareRules([], [{ id: 'A1', where: 'a.test.ts:1' }])).toEqual([
    'a.test.ts:1: [A1] is no rule of SPEC.md',
  ])
  const tests = spec.map(({ id }) => ({ id, where: 'a.test.ts:1' }))
  expect(compareRules([...spec, { id: 'A1', where: 'SPEC.md:9' }], tests)).toEqual([
    'SPEC.md:9: rule A1 is there twice',
  ])
})
