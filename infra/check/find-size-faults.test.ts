import { expect, it } from 'vitest'
import { findSizeFaults } from './find-size-faults.ts'

const EXCEPTIONS = { 'packages/edge/src/large.ts': 250, 'apps/web/src/long.tsx': 301 }
const AS_EXCEPTED = [
  ['packages/edge/src/large.ts', 250],
  ['apps/web/src/long.tsx', 301],
] as const

const faultsOf = (...files: readonly (readonly [path: string, lines: number])[]) =>
  findSizeFaults(new Map([...AS_EXCEPTED, ...files]), EXCEPTIONS)

it.each([
  ['packages/edge/src/small.ts', 220],
  ['packages/edge/src/small.test.ts', 900],
  ['packages/edge/src/small.testkit.ts', 900],
  ['apps/web/test/racer.ts', 900],
  ['packages/cluster/src/store.ts', 300],
  ['infra/look-alikes.ts', 900],
])('[CI9] lets %s have %d lines', (path, lines) => {
  expect(faultsOf([path, lines])).toEqual([])
})

it.each([
  ['packages/edge/src/small.ts', 221, 220],
  ['packages/edge/src/latest.ts', 221, 220],
  ['packages/edge/src/large.ts', 251, 250],
  ['services/gateway/src/main.ts', 301, 300],
  ['apps/web/src/app.tsx', 301, 300],
])('[CI9] refuses %s %d lines', (path, lines, most) => {
  expect(faultsOf([path, lines])).toEqual([`${path}: ${lines} lines, at most ${most}`])
})

it('[CI9] wants an exception taken out when its file is within the limit, or gone', () => {
  expect(faultsOf(['packages/edge/src/large.ts', 220])).toEqual([
    expect.stringContaining('packages/edge/src/large.ts: is within its limit'),
  ])
  expect(findSizeFaults(new Map(), EXCEPTIONS)).toHaveLength(2)
})
