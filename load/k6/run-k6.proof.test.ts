import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProcessCluster, type TestCluster } from '../../infra/test/cluster.ts'
import { brokenIn, report } from '../measures/summary.ts'
import { provideK6 } from './provide-k6.ts'
import { runK6 } from './run-k6.ts'

const VUS = 60
const MINUTES_10 = 600_000
const MINUTES_3 = 180_000

const root = join(import.meta.dirname, '../..')
describe('race', () => {
  let k6: string
  let cluster: TestCluster

  beforeAll(async () => {
    k6 = await provideK6(root, line => console.log(line))
    cluster = await startProcessCluster({ gateways: 3 })
  }, MINUTES_10)
  afterAll(() => cluster?.close())

  it(
    `[LOAD-1] ${VUS} VUs against three gateways: every race ends and is stored`,
    async () => {
      const urls = cluster.gateways.map(({ ports }) => `ws://127.0.0.1:${ports['http']}/ws`)
      const measured = await runK6(k6, { command: 'race', urls, vus: VUS, races: 1, durationS: 0 })
      report(`race: ${VUS} VUs`, 'race', measured)
      // What took how long is for `npm run load` on a machine of one's own: here others may have its cores.
      const broken = brokenIn('race', measured)
      if (broken.length > 0) console.warn(`thresholds missed: ${broken.join(', ')}`)
      expect(broken.filter(threshold => !/^(relay|start_skew)_ms/.test(threshold))).toEqual([])
      const count = (metric: string, value = 'count') => measured[metric]?.values[value] ?? 0
      expect(count('race_ended', 'passes')).toBe(2 * VUS)
      expect(count('race_stored', 'passes')).toBe(2 * VUS)
      expect(count('start_skew_ms')).toBe((VUS * 3) / 4)
      expect(count('relay_ms')).toBeGreaterThan(VUS * 40)
    },
    MINUTES_3,
  )
})
