import { SharedCluster } from '@ketik/cluster'
import { createLog } from '@ketik/runtime'
import type { TestCluster } from '../cluster.ts'

const HOUR_MS = 60 * 60_000

/** Sets budgets as if they were spent: `fullInMs` is the time until one is full again; by default it is empty for long. */
export const spendBudgets = async (
  { redisUrl, prefix }: TestCluster,
  subjects: readonly string[],
  fullInMs = HOUR_MS,
): Promise<void> => {
  const shared = await SharedCluster.connect(
    { redisUrl, prefix, role: 'gateway' },
    createLog('test', 'silent'),
  )
  for (const subject of subjects) {
    const fullAt = Math.round(shared.clock.now()) + fullInMs
    await shared.redis.set(shared.names.budget(subject), `${fullAt}`, 'PX', fullInMs)
  }
  await shared.close()
}
