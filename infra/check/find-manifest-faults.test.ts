import { expect, it } from 'vitest'
import { findLooseVersions, findWrongDependencies } from './find-manifest-faults.ts'

it('[SUPPLY-1] names versions that are not exact', () => {
  const manifest = {
    packageManager: 'pnpm@10',
    dependencies: { a: '1.2.3', b: '^1.2.3', c: 'workspace:*', d: 'npm:e@1.0.0', f: 'npm:e@1' },
    devDependencies: { g: 'latest', h: '1.0.0-beta.1' },
  }
  expect(findLooseVersions('p', manifest)).toEqual([
    'p: b is ^1.2.3, not an exact version',
    'p: f is npm:e@1, not an exact version',
    'p: g is latest, not an exact version',
    'p: packageManager is pnpm@10, not an exact pnpm',
  ])
})

const below = ['@ketik/cluster', '@ketik/scores', '@ketik/protocol', '@ketik/race', '@ketik/runtime']
const services = ['@ketik/gateway', '@ketik/tcp-edge', '@ketik/matchmaker']

it.each([
  ['packages/race', [], ['@ketik/runtime', '@ketik/protocol', 'pg']],
  ['packages/runtime', [], ['@ketik/race']],
  ['packages/protocol', ['@ketik/race'], ['@ketik/client', '@ketik/runtime']],
  ['packages/client', ['@ketik/protocol', '@ketik/race'], ['@ketik/runtime', '@ketik/cluster']],
  ['packages/cluster', [...below.slice(2), 'ioredis', 'bullmq'], ['@ketik/edge', '@ketik/scores', 'pg']],
  ['packages/scores', [...below.slice(2), 'pg', 'node-pg-migrate'], ['@ketik/cluster', 'ioredis']],
  ['packages/edge', below, ['@ketik/client', '@ketik/gateway', 'ioredis', 'pg']],
  ['services/gateway', [...below, '@ketik/edge', 'uWebSockets.js'], ['@ketik/client', '@ketik/matchmaker']],
  ['services/tcp-edge', [...below, '@ketik/edge'], ['@ketik/gateway', 'uWebSockets.js']],
  ['services/matchmaker', [...below, '@ketik/edge'], ['bullmq', 'pg']],
  ['apps/web', ['@ketik/client', '@ketik/protocol', '@ketik/race'], ['@ketik/scores', '@ketik/runtime']],
  ['infra', [...below, ...services, '@ketik/client', 'pg'], ['@ketik/web', '@ketik/terminal', 'ioredis']],
  ['load', [...below, ...services, '@ketik/client', 'ioredis', 'uWebSockets.js'], ['@ketik/web', 'pg']],
])('%s may depend on %j and not on %j', (folder, allowed, refused) => {
  const path = `${folder}/package.json`
  const dependencies = Object.fromEntries([...allowed, ...refused, 'typebox'].map(name => [name, '1.0.0']))
  const faults = refused.map(name => expect.stringContaining(`${path}: may not depend on ${name} `))
  expect(findWrongDependencies(path, { dependencies })).toEqual(faults)
})

it('lets the tests of a node use the client, and no other package turn an arrow for its tests', () => {
  const devDependencies = { '@ketik/client': 'workspace:*' }
  expect(findWrongDependencies('packages/edge/package.json', { devDependencies })).toEqual([])
  expect(findWrongDependencies('packages/cluster/package.json', { devDependencies })).toHaveLength(1)
})
