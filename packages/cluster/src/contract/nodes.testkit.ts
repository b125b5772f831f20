import { expect, it } from 'vitest'
import { type InboxEntry, NODE_DEAD_AFTER_MS, type SharedCluster } from '../index.ts'
import { Gathering, type OpenBackend } from './backend.testkit.ts'

const reading = async (node: SharedCluster) => {
  const entries = new Gathering<InboxEntry>()
  const gaps: string[] = []
  await node.inbox.open(
    (_, some) => {
      for (const entry of some) entries.add(entry)
    },
    from => gaps.push(from),
  )
  return { entries, gaps }
}

export const nodesContract = (open: OpenBackend): void => {
  it('[Q30] tells who lives by their heartbeats, and forgets who left or was buried', async () => {
    const backend = await open()
    const { registry, redis, names, clock } = await backend.join()
    expect([await registry.beat('n1'), await registry.beat('n1')]).toEqual([false, true])
    await registry.beat('n2')
    await redis.zadd(names.nodes, clock.now() - NODE_DEAD_AFTER_MS - 1, 'n3')
    expect([...(await registry.alive())].sort()).toEqual(['n1', 'n2'])
    expect(await registry.dead()).toEqual(['n3'])
    await registry.bury('n3')
    await registry.leave('n2')
    expect([await registry.alive(), await registry.dead()]).toEqual([['n1'], []])
    await backend.close()
  })

  it('[Q33] brings what one node tells another in order, the urgent at once', async () => {
    const backend = await open()
    const [one, other] = [await backend.join(), await backend.join()]
    const { entries, gaps } = await reading(other)
    one.inbox.add(other.node, ['progress', 'r1', 0, 1, 10])
    one.inbox.addUrgent(other.node, ['resync', 'r1'])
    expect(await entries.atLeast(2)).toEqual([
      ['progress', 'r1', 0, 1, 10],
      ['resync', 'r1'],
    ])
    one.inbox.add(other.node, ['resync', 'r2'])
    one.inbox.flush()
    expect(await entries.atLeast(3)).toHaveLength(3)
    expect(gaps).toEqual([])
    await backend.close()
  })
}
