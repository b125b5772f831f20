import { expect, it } from 'vitest'
import { lint } from './lint.testkit.ts'

it('[CI-10] the lint reports a cycle of imports that are types alone', () => {
  const reported = lint({
    'one.ts': "import type { Other } from './other.ts'\n\nexport type One = { readonly other: Other }\n",
    'other.ts': "import type { One } from './one.ts'\n\nexport type Other = { readonly one?: One }\n",
  })
  expect(reported.map(({ category, location }) => [category, location.path])).toEqual([
    ['lint/suspicious/noImportCycles', 'one.ts'],
    ['lint/suspicious/noImportCycles', 'other.ts'],
  ])
})
