import { expect, it } from 'vitest'
import { compareRules, rulesIn, rulesTested } from './compare-rules.ts'

const spec = rulesIn('SPEC.md', '# Rules\n- **SEAT-1** One.\n- **SEAT-2** Two.\nsee **SEAT-9**\n')

it('reads the rules and the titles that carry them', () => {
  expect(spec.map(({ id }) => id)).toEqual(['SEAT-1', 'SEAT-2'])
  // The brackets are put together here so that these titles are not read as titles of this file.
  const titles = [
    `it('${'['}SEAT-1] starts', () => {})`,
    `  '${'['}SEAT-1] ${'['}SEAT-2] goes on',`,
    'const row = rows[SEAT-3]',
  ]
  expect(rulesTested('a.test.ts', titles.join('\n'))).toEqual([
    { id: 'SEAT-1', where: 'a.test.ts:1' },
    { id: 'SEAT-1', where: 'a.test.ts:2' },
    { id: 'SEAT-2', where: 'a.test.ts:2' },
  ])
})

it('names rules without a test, tests without a rule and rules that are there twice', () => {
  expect(compareRules(spec, [{ id: 'SEAT-1', where: 'a.test.ts:1' }])).toEqual([
    'SPEC.md:3: rule SEAT-2 has no test',
  ])
  expect(compareRules([], [{ id: 'SEAT-1', where: 'a.test.ts:1' }])).toEqual([
    'a.test.ts:1: [SEAT-1] is no rule of SPEC.md',
  ])
  const tests = spec.map(({ id }, index) => ({ id, where: `a.test.ts:${index + 1}` }))
  expect(compareRules([...spec, { id: 'SEAT-1', where: 'SPEC.md:9' }], tests)).toEqual([
    'SPEC.md:9: rule SEAT-1 is there twice',
  ])
})

it('names titles with a second rule', () => {
  const tests = spec.map(({ id }) => ({ id, where: 'a.test.ts:1' }))
  expect(compareRules(spec, tests)).toEqual(['a.test.ts:1: [SEAT-2] is a second rule of one title'])
})
