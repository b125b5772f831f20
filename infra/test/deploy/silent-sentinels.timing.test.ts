import { once } from 'node:events'
import { SharedCluster } from '@ketik/cluster'
import { createLog } from '@ketik/runtime'
import { expect, it, onTestFinished } from 'vitest'
import { scratchFolder } from '../scratch.ts'
import { startSentinel } from './redis-topologies.ts'

const MINUTES_5 = 300_000

it(
  '[PROXY-45] a process whose subscription breaks while no sentinel answers hears again when they do',
  async () => {
    const { url, sentinels, stop } = await startSentinel(scratchFolder())
    onTestFinished(stop)
    const settings = { redisUrl: url, prefix: 'silent:', role: 'gateway' } as const
    const cluster = await SharedCluster.connect(settings, createLog('test', 'silent'))
    onTestFinished(() => cluster.close())
    const heard = new EventTarget()
    await cluster.inbox.open(
      (_, entries) => heard.dispatchEvent(new CustomEvent('entries', { detail: entries })),
      () => {},
    )
    await cluster.watch()
    const changesTo = (reachable: boolean) =>
      new Promise<void>(resolve => {
        cluster.onReachable(now => now === reachable && resolve())
      })

    for (const pid of sentinels) process.kill(pid, 'SIGSTOP')
    const [deaf, hears] = [changesTo(false), changesTo(true)]
    await cluster.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await deaf
    for (const pid of sentinels) process.kill(pid, 'SIGCONT')
    await hears
    const arrived = once(heard, 'entries')
    cluster.inbox.addUrgent(cluster.node, ['resync', 'r1'])
    expect(await arrived).toMatchObject([{ detail: [['resync', 'r1']] }])
  },
  MINUTES_5,
)
