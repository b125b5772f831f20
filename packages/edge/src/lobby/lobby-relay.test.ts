import { type LobbyEvent, SharedCluster } from '@ketik/cluster'
import { createLog } from '@ketik/runtime'
import { afterEach, describe, expect, it } from 'vitest'
import { testRedis } from '../../../../infra/test/services.ts'
import { type Audience, LobbyRelay } from './lobby-relay.ts'

const log = createLog('test', 'silent')
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const open = async () => {
  const { url, prefix } = testRedis()
  const cluster = await SharedCluster.connect({ redisUrl: url, prefix, role: 'gateway' }, log)
  const relay = await LobbyRelay.open(cluster.lobby, log)
  closing.push(async () => {
    relay.close()
    await cluster.close()
  })
  const heard: (readonly [event: LobbyEvent, audience: Audience])[] = []
  relay.listen((event, audience) => heard.push([event, audience]))
  const until = async (isTrue: () => boolean) => {
    for (let i = 0; i < 6_000 && !isTrue(); i++) await new Promise(resolve => setTimeout(resolve, 10))
  }
  const join = (name: string) =>
    cluster.lobby.join(name, {
      player: name,
      node: cluster.node,
      session: name,
      door: 'nick',
      username: name,
    })
  return { cluster, relay, heard, until, join }
}

describe('the relay', () => {
  it('[LOBBY-6] in a crowd a join is sent only to the client that joined, and the count follows later', async () => {
    const { cluster, heard, until, join } = await open()
    await Promise.all(Array.from({ length: 200 }, (_, i) => join(`n${i}`)))
    await cluster.lobby.say('nick', 'n1', 'ramai')
    const to = (audience: Audience) => heard.filter(([, each]) => each === audience).map(([event]) => event)
    await until(() => to('all, late').length > 0)
    const joins = to('all').filter(({ kind }) => kind === 'join')
    expect(joins.length).toBeGreaterThanOrEqual(100)
    expect(joins.length).toBeLessThan(160)
    expect(joins.length + to('the one').length).toBe(200)
    expect(to('all').at(-1)).toMatchObject({ kind: 'chat', text: 'ramai' })
    expect(to('all, late')).toMatchObject([{ kind: 'join', username: 'n199', online: 200 }])
  })

  it('[LOBBY-6] the more connections a node has, the fewer joins and leaves it sends to each', async () => {
    const { cluster, relay, heard, until, join } = await open()
    relay.listen(
      () => {},
      () => 5_000,
    )
    await Promise.all(Array.from({ length: 50 }, (_, i) => join(`n${i}`)))
    await cluster.lobby.say('nick', 'n1', 'ramai')
    await until(() => heard.some(([{ kind }]) => kind === 'chat'))
    const told = heard.filter(([{ kind }, audience]) => kind === 'join' && audience === 'all')
    expect(told.length).toBeGreaterThan(0)
    expect(told.length).toBeLessThanOrEqual(3)
  })

  it('[LOBBY-2] keeps the last 100 messages, as far as its listeners have heard', async () => {
    const { cluster, relay, heard, until } = await open()
    for (let i = 0; i < 110; i++) await cluster.lobby.say('plain', undefined, `${i}`)
    await until(() => heard.length === 110)
    expect(relay.history.map(({ text }) => text)).toEqual(Array.from({ length: 100 }, (_, i) => `${i + 10}`))
    const other = await LobbyRelay.open(cluster.lobby, log)
    expect(other.history).toEqual(relay.history)
    other.close()
  })

  it('[LOBBY-1] a listener with a bug harms no other', async () => {
    const { cluster, relay, heard, until } = await open()
    relay.listen(() => {
      throw new Error('a bug')
    })
    const more: LobbyEvent[] = []
    relay.listen(event => more.push(event))
    await cluster.lobby.say('json', 'Ani', 'halo')
    await until(() => more.length > 0)
    expect([heard.length, more.length]).toEqual([1, 1])
  })
})
