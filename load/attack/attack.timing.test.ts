import { afterAll, beforeAll, expect, it } from 'vitest'
import { tableOf } from '../reports/report.ts'
import { ATTACK_COLUMNS } from './attack-table.ts'
import { type AttackedCluster, startAttackedCluster } from './attacked-cluster.ts'
import { attacks } from './attacks.ts'
import { type Attacked, failings, QUICK, runAttacks } from './run-attacks.ts'

/** What each of the quick attacks is refused with; an answer that ends a connection with more on the way may be lost. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  'giant-frames': /cut/,
  'ten-thousand': /HTTP 503/,
  'wrong-tokens': /error bad_token/,
  'chat-flood': /error rate_limited/,
  'http-flood': /HTTP 429|cut/,
}
/** An attack goes on for longer until it reaches the bound that refuses it: a busy machine attacks slowly. */
const LONGER = [1, 4, 16]
/** Few enough for a slow machine to reach their bounds. */
const PEOPLE = '100'

const isRefused = (name: string, { attack, outcome }: Attacked): boolean =>
  attack.name === name && (REFUSED[name] ?? /never/).test(Object.keys(outcome.outcomes).join())

let cluster: AttackedCluster
beforeAll(async () => {
  cluster = await startAttackedCluster({ CONNECTIONS_PER_ADDRESS_MAX: PEOPLE })
}, 120_000)
afterAll(() => cluster?.close())

it('[LIMIT-12] attackers are refused, and honest players stay', { timeout: 600_000 }, async () => {
  const rows: Attacked[] = []
  for (const times of LONGER) {
    const wanted = attacks.filter(({ name }) => name in REFUSED && !rows.some(row => isRefused(name, row)))
    if (wanted.length === 0) break
    const pace = { ...QUICK, duringMs: QUICK.duringMs * times }
    await runAttacks(cluster, wanted, { pairs: 4, pace }, row => void rows.push(row))
  }
  // How long honest players waited is for `npm run attack` on a machine of one's own: it is told, and no more.
  console.log(tableOf(ATTACK_COLUMNS, rows))
  expect(Object.keys(REFUSED).filter(name => !rows.some(row => isRefused(name, row)))).toEqual([])
  for (const row of rows) {
    const { attack } = row
    expect([attack.name, ...failings(row).filter(failing => failing !== 'p99')]).toEqual([attack.name])
  }
})
