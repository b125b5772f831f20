import { createLog } from '@ketik/runtime'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { testRedis } from '../../../infra/test/services.ts'
import { Bus } from './bus.ts'
import { SharedCluster } from './cluster.ts'
import type { FeedEvent } from './lobby-event.ts'
import { LobbyFeed, type LobbySnapshot } from './lobby-feed.ts'
import { createRedis, patient } from './redis.ts'

const log = createLog('test', 'silent')
const { url } = testRedis()

/** Somebody who speaks, and a feed whose subscription can be cut. */
const open = async () => {
  const { prefix } = testRedis()
  const speaker = await SharedCluster.connect({ redisUrl: url, prefix, role: 'gateway' }, log)
  const subscriber = createRedis(url, { ...patient, retryStrategy: () => null })
  await subscriber.connect()
  const feed = new LobbyFeed(speaker.redis, speaker.names, new Bus(speaker.redis, subscriber, log), log)
  const heard: FeedEvent[] = []
  const standings: LobbySnapshot[] = []
  let waiting: (() => void) | undefined
  const opened = () =>
    feed.open({
      heard: event => {
        heard.push(event)
        waiting?.()
      },
      stands: standing => standings.push(standing),
    })
  return {
    speaker,
    feed,
    heard,
    standings,
    opened,
    texts: () => heard.map(event => (event.kind === 'chat' ? event.text : event.kind)),
    say: (text: string) => speaker.lobby.say('json', 'Ani', text),
    until: async (count: number) => {
      while (heard.length < count) await new Promise<void>(resolve => (waiting = resolve))
    },
    deaf: () => subscriber.unsubscribe(speaker.names.lobbyFeed),
    hears: () => subscriber.subscribe(speaker.names.lobbyFeed),
    close: async () => {
      subscriber.disconnect()
      await speaker.close()
    },
  }
}

let one: Awaited<ReturnType<typeof open>>
const opened: (typeof one)[] = []
beforeEach(async () => {
  one = await open()
  opened.push(one)
})
afterAll(async () => {
  for (const each of opened) await each.close()
})

describe('the feed of the lobby', () => {
  it('[LOBBY-3] begins with how things stand, and hears each event after that once', async () => {
    await one.say('sebelum')
    await one.opened()
    expect(one.standings).toMatchObject([{ sequence: 1, online: 0, history: [{ text: 'sebelum' }] }])
    await one.say('sesudah')
    await one.until(1)
    expect(one.texts()).toEqual(['sesudah'])
  })

  it('[LOBBY-3] fills a gap from the history, in order and before what came later', async () => {
    await one.opened()
    await one.say('satu')
    await one.until(1)
    await one.deaf()
    await one.say('dua')
    await one.say('tiga')
    await one.hears()
    await one.say('empat')
    await one.say('lima')
    await one.until(5)
    expect(one.texts()).toEqual(['satu', 'dua', 'tiga', 'empat', 'lima'])
    expect(one.heard.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5])
  })

  it('[LOBBY-3] catches up without an event that shows the gap, and once', async () => {
    await one.opened()
    await one.deaf()
    await one.say('satu')
    await one.hears()
    await Promise.all([one.feed.catchUp(), one.feed.catchUp()])
    await one.feed.catchUp()
    expect(one.texts()).toEqual(['satu'])
  })

  it('[LOBBY-3] notices a lost event that nothing follows', async () => {
    await one.opened()
    await one.feed.look()
    await one.deaf()
    await one.say('satu')
    await one.feed.look() // it may be on its way still
    expect(one.texts()).toEqual([])
    await one.feed.look()
    expect(one.texts()).toEqual(['satu'])
    await one.feed.look()
    expect(one.standings).toHaveLength(2)
  })

  it('[LOBBY-3] moderation actions that were lost are in the standing', async () => {
    await one.opened()
    await one.deaf()
    const at = Math.round(one.speaker.clock.now())
    await one.speaker.lobby.impose({ kind: 'mute', subject: 'ani', at, until: at + 60_000 })
    await one.hears()
    await one.feed.catchUp()
    expect(one.standings.at(-1)?.actions).toEqual([{ kind: 'mute', subject: 'ani', at, until: at + 60_000 }])
  })

  it('[LOBBY-3] follows a Redis that lost its data and counts anew', async () => {
    await one.opened()
    for (let i = 0; i < 5; i++) await one.say(`lama ${i}`)
    await one.until(5)
    await one.speaker.redis.del(one.speaker.names.lobbySequence, one.speaker.names.lobbyHistory)
    await one.feed.look()
    await one.say('baru')
    await one.until(6)
    expect(one.texts().at(-1)).toBe('baru')
  })

  it('[LOBBY-14] Redis forgets moderation actions that are over, and the hash with the last of them', async () => {
    const { speaker } = one
    const at = Math.round(speaker.clock.now())
    const { lobbyModeration } = speaker.names
    await speaker.lobby.impose({ kind: 'mute', subject: 'ani', at, until: at + 60_000 })
    await speaker.lobby.impose({ kind: 'mute', subject: 'budi', at, until: at + 300 })
    expect(await speaker.redis.hlen(lobbyModeration)).toBe(2)
    expect(await speaker.redis.pexpiretime(lobbyModeration)).toBe(at + 60_000)
    await speaker.lobby.impose({ kind: 'mute', subject: 'ani', at, until: at })
    expect(await speaker.redis.pexpiretime(lobbyModeration)).toBe(at + 300)
    await new Promise(resolve => setTimeout(resolve, 400))
    expect(await speaker.redis.exists(lobbyModeration)).toBe(0)
  })
})
