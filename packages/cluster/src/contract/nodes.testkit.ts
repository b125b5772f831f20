import { expect, it } from 'vitest'
import type { InboxEntry, SharedCluster } from '../index.ts'
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
  it('[CLUSTER-30] keeps the last heartbeat of each node until it leaves or is declared dead', async () => {
    const backend = await open()
    const { registry, redis, names, clock } = await backend.join()
    const before = clock.now()
    expect([await registry.beat('n1'), await registry.beat('n1')]).toEqual([false, true])
    await registry.beat('n2')
    await redis.zadd(names.nodes, 1_000.5, 'n3')
    const beats = await registry.beats()
    expect([...beats.keys()].sort()).toEqual(['n1', 'n2', 'n3'])
    expect(beats.get('n1')).toBeGreaterThanOrEqual(before)
    expect(beats.get('n3')).toBe(1_000.5)
    await registry.bury('n3')
    await registry.leave('n2')
    expect([...(await registry.beats()).keys()]).toEqual(['n1'])
    await backend.close()
  })

  it('[FAULT-21] proves that writes are accepted, as often as asked', async () => {
    const backend = await open()
    const { writes, redis, names } = await backend.join()
    for (let i = 0; i < 2; i++) await Promise.all([writes.ofAll(), writes.ofHeartbeats()])
    for (const key of Object.values(names.written)) expect(await redis.get(key)).toBe('1')
    await backend.close()
  })

  it('[CLUSTER-33] says that something was lost, the first message too', async () => {
    const backend = await open()
    const [one, other] = [await backend.join(), await backend.join()]
    // Nobody hears it: the inbox is not open yet. What is asked after it on the same connection is answered after it.
    one.inbox.add(other.node, ['resync', 'lost'])
    one.inbox.flush()
    await one.registry.beat(one.node)
    const { entries, gaps } = await reading(other)
    for (const race of ['r1', 'r2']) {
      one.inbox.add(other.node, ['resync', race])
      one.inbox.flush()
    }
    expect(await entries.atLeast(2)).toEqual([
      ['resync', 'r1'],
      ['resync', 'r2'],
    ])
    expect(gaps).toEqual([one.node])
    await backend.close()
  })

  it('[CLUSTER-33] delivers messages between nodes in order, urgent ones at once', async () => {
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

  it('[ACCOUNT-16] share a budget, which refills and never holds more than its burst', async () => {
    const backend = await open()
    const [one, other] = [await backend.join(), await backend.join()]
    const size = { burst: 4, refillMs: 15_000 }
    const both = async (subject: string) => [
      await one.budgets.spend(subject, size),
      await other.budgets.spend(subject, size),
    ]
    expect([await both('ani'), await both('ani'), await both('ani')]).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ])
    expect(await one.budgets.spend('budi', size)).toBe(true)
    await other.budgets.refund('ani', size)
    expect(await both('ani')).toEqual([true, false])
    for (let i = 0; i < 9; i++) await other.budgets.refund('ani', size)
    expect(await one.redis.get(one.names.budget('ani'))).toBeNull()
    expect([await both('ani'), await both('ani'), await both('ani')].flat()).toEqual([
      ...Array(4).fill(true),
      ...Array(2).fill(false),
    ])
    // As it is when almost two units have refilled.
    await one.redis.set(one.names.budget('ani'), `${Math.round(one.clock.now()) + 2 * 15_000 + 2_000}`)
    expect(await both('ani')).toEqual([true, false])
    await backend.close()
  })
}
