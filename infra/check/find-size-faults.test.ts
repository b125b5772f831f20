import { expect, it } from 'vitest'
import { findSizeFaults } from './find-size-faults.ts'

const faultsOf = (...files: readonly (readonly [path: string, lines: number])[]) =>
  findSizeFaults(new Map(files))

it.each([
  ['packages/edge/src/small.ts', 220],
  ['packages/edge/src/small.test.ts', 900],
  ['packages/edge/src/small.testkit.ts', 900],
  ['apps/web/test/racer.ts', 900],
  ['packages/cluster/src/store.ts', 300],
  ['infra/look-alikes.ts', 900],
])('[CI-9] lets %s have %d lines', (path, lines) => {
  expect(faultsOf([path, lines])).toEqual([])
})

it.each([
  ['packages/edge/src/small.ts', 221, 220],
  ['packages/edge/src/latest.ts', 221, 220],
  ['services/gateway/src/main.ts', 301, 300],
  ['apps/web/src/app.tsx', 301, 300],
])('[CI-9] refuses %s %d lines', (path, lines, most) => {
  expect(faultsOf([path, lines])).toEqual([`${path}: ${lines} lines, at most ${most}`])
})
