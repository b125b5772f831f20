import { expect, it } from 'vitest'
import { HeartbeatWatch } from './heartbeat-watch.ts'

const watched = () => {
  const beats = new Map<string, number>()
  let now = 0
  let away = false
  let refuses = false
  const fail = async (isFailing: boolean) => {
    if (isFailing) throw new Error('Redis is away, or refuses writes')
  }
  const watch = new HeartbeatWatch(
    { beats: () => fail(away).then(() => new Map(beats)) },
    { ofHeartbeats: () => fail(away || refuses) },
    () => now,
  )
  return {
    watch,
    beats,
    /** Looks once a second for so long. */
    async pass(seconds: number, each: () => void = () => undefined) {
      for (let i = 0; i < seconds; i++) {
        now += 1_000
        each()
        await watch.look().catch(() => undefined)
      }
    },
    stand(seconds: number) {
      now += seconds * 1_000
    },
    setAway(value: boolean) {
      away = value
    },
    setRefusing(value: boolean) {
      refuses = value
    },
  }
}

it('[FAULT-7] a node whose heartbeat stands still for 3.5 s of watching is dead; one that beats is not', async () => {
  const { watch, beats, pass } = watched()
  beats.set('dead', 1)
  beats.set('alive', 1)
  const beat = () => void beats.set('alive', (beats.get('alive') ?? 0) + 1)
  await pass(3, beat)
  expect(watch.dead()).toEqual([])
  await pass(2, beat)
  expect(watch.dead()).toEqual(['dead'])
  expect(watch.isGone('dead')).toBe(true)
  expect(watch.isGone('alive')).toBe(false)
  expect(watch.isGone('never heard of')).toBe(true)
})

it('[FAULT-7] nobody is dead because Redis was away, however long', async () => {
  const { watch, beats, pass, setAway } = watched()
  beats.set('one', 1)
  await pass(2)
  setAway(true)
  await pass(60)
  setAway(false)
  await pass(3)
  expect(watch.dead()).toEqual([])
  await pass(2)
  expect(watch.dead()).toEqual(['one'])
})

it('[FAULT-7] nobody is dead because Redis refuses writes, however long', async () => {
  const { watch, beats, pass, setRefusing } = watched()
  beats.set('one', 1)
  await pass(2)
  setRefusing(true)
  await pass(60)
  expect([watch.dead(), watch.isGone('one')]).toEqual([[], false])
  setRefusing(false)
  await pass(3)
  expect(watch.dead()).toEqual([])
  await pass(2)
  expect(watch.dead()).toEqual(['one'])
})

it('[FAULT-7] nobody is dead because the one who looks stood still', async () => {
  const { watch, beats, pass, stand } = watched()
  beats.set('one', 1)
  await pass(2)
  stand(10)
  await pass(1)
  expect(watch.dead()).toEqual([])
})
