import { SharedCluster } from '@ketik/cluster'
import { networkTagger, SessionKeys } from '@ketik/edge'
import { createLog } from '@ketik/runtime'
import { SESSION_SECRET, type TestCluster } from '../cluster.ts'

const HOUR_MS = 60 * 60_000

const tag = networkTagger(new SessionKeys(SESSION_SECRET))
/** Subjects of budgets of an address, of which Redis has a tag. */
export const guessesFrom = (address: string): string => `guesses from ${tag(address)}`
export const registrationsFrom = (address: string): string => `registrations from ${tag(address)}`

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
