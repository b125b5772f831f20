import { encodeKeys, isRefusal, type Race } from '@ketik/race'
import { expect, it } from 'vitest'
import { type OpenBackend, planOf } from './backend.testkit.ts'

const TYPED = encodeKeys([
  [10, 'a'],
  [20, 'b'],
])
const MORE = encodeKeys([[30, ' ']])

const accepted = (answer: Race | object | undefined): Race => {
  if (answer === undefined || isRefusal(answer)) throw new Error(`refused: ${JSON.stringify(answer)}`)
  return answer as Race
}

export const racesContract = (open: OpenBackend): void => {
  it('[CLUSTER-20] creates a race once, and returns the existing one to a later creation', async () => {
    const backend = await open()
    const [one, other] = [await backend.join(), await backend.join()]
    const first = await one.races.create(planOf('r1', 'ani', 'budi'), ['n1', 'n2'])
    expect(first).toMatchObject({ version: 1, seats: [{ node: 'n1' }, { node: 'n2' }] })
    await one.races.apply('r1', { type: 'leave-seat', seat: 0, reason: 'left', at: 1 })
    const again = await other.races.create({ ...planOf('r1', 'ani', 'budi'), startsAt: 5 }, ['n1', 'n2'])
    expect(again).toMatchObject({ version: 2, plan: { startsAt: 1_000_000 }, seats: [{ state: 'left' }, {}] })
    expect(await other.races.load('r1')).toEqual(again)
    expect(await other.races.load('r2')).toBeUndefined()
    expect(await other.races.apply('r2', { type: 'close', at: 1 })).toBeUndefined()
    await backend.close()
  })

  it('[CLUSTER-21] loses none of the commands that meet on one race', async () => {
    const backend = await open()
    const nodes = await Promise.all([backend.join(), backend.join(), backend.join()])
    const players = Array.from({ length: 12 }, (_, i) => `p${i}`)
    const seen = await nodes[0]?.races.create(
      planOf('r1', ...players),
      players.map(() => 'n1'),
    )
    const answers = await Promise.all(
      players.map((_, seat) =>
        nodes[seat % 3]?.races.apply('r1', { type: 'leave-seat', seat, reason: 'left', at: seat }, seen),
      ),
    )
    expect(answers.map(answer => accepted(answer).version).sort((a, b) => a - b)).toEqual(
      players.map((_, i) => i + 2),
    )
    const race = accepted(await nodes[0]?.races.load('r1'))
    expect(race.seats.every(({ state }) => state === 'left')).toBe(true)
    await backend.close()
  })

  it('[CLUSTER-21] refuses only by the newest record', async () => {
    const backend = await open()
    const node = await backend.join()
    const old = await node.races.create(planOf('r1', 'ani', 'budi'), ['n1', 'n2'])
    accepted(await node.races.apply('r1', { type: 'take-seat', seat: 0, node: 'n3', at: 1 }))
    const byNewWriter = { type: 'seat-away', seat: 0, epoch: 2, at: 2 } as const
    expect(accepted(await node.races.apply('r1', byNewWriter, old)).version).toBe(3)
    const byOldWriter = { type: 'leave-seat', seat: 0, epoch: 1, reason: 'left', at: 3 } as const
    expect(await node.races.apply('r1', byOldWriter, old)).toEqual({ refused: 'stale-epoch' })
    await backend.close()
  })

  it('[CLUSTER-22] appends keys where the log ends, for the writer of the epoch and nobody else', async () => {
    const backend = await open()
    const { races } = await backend.join()
    await races.create(planOf('r1', 'ani', 'budi'), ['n1', 'n2'])
    expect(await races.checkpoint('r1', 0, 1, 0, 2, TYPED)).toEqual({ stored: 'yes', keys: 2 })
    expect(await races.checkpoint('r1', 0, 1, 0, 2, TYPED)).toEqual({ stored: 'elsewhere', keys: 2 })
    await races.apply('r1', { type: 'take-seat', seat: 0, node: 'n2', at: 1 })
    expect(await races.checkpoint('r1', 0, 1, 2, 1, MORE)).toEqual({ stored: 'stale', keys: 0 })
    expect(await races.checkpoint('r1', 0, 2, 2, 1, MORE)).toEqual({ stored: 'yes', keys: 3 })
    expect(await races.checkpoint('r9', 0, 1, 0, 1, MORE)).toEqual({ stored: 'stale', keys: 0 })
    expect(await races.keyLog('r1', 0)).toEqual([
      [10, 'a'],
      [20, 'b'],
      [30, ' '],
    ])
    expect(await races.keyLog('r1', 1)).toEqual([])
    await backend.close()
  })

  it('[CLUSTER-21] what is asked behind a change is answered as of after it, however often that is tried', async () => {
    const backend = await open()
    const [node, other] = [await backend.join(), await backend.join()]
    const old = await node.races.create(planOf('r1', 'ani', 'budi'), ['n1', 'n2'])
    await other.races.apply('r1', { type: 'leave-seat', seat: 1, reason: 'left', at: 1 })
    const asked: Promise<unknown>[] = []
    const take = { type: 'take-seat', seat: 0, node: 'n3', at: 1 } as const
    const taken = accepted(await node.races.apply('r1', take, old, () => asked.push(node.races.load('r1'))))
    expect(asked).toHaveLength(2)
    expect(await asked[1]).toEqual(taken)
    await backend.close()
  })

  it('[ALLOWANCE-6] keeps the smallest delay of a seat with its keys, for the writer of the epoch and nobody else', async () => {
    const backend = await open()
    const { races } = await backend.join()
    await races.create(planOf('r1', 'ani', 'budi'), ['n1', 'n2'])
    expect(await races.leastDelay('r1', 0)).toBeUndefined()
    await races.checkpoint('r1', 0, 1, 0, 2, TYPED, 30.25)
    expect(await races.leastDelay('r1', 0)).toBe(30.25)
    // One that is not known changes nothing, nor does one whose keys are not taken.
    await races.checkpoint('r1', 0, 1, 2, 1, MORE)
    await races.checkpoint('r1', 0, 1, 0, 1, MORE, 1)
    await races.apply('r1', { type: 'take-seat', seat: 0, node: 'n2', at: 1 })
    await races.checkpoint('r1', 0, 1, 3, 1, MORE, 2)
    expect(await races.leastDelay('r1', 0)).toBe(30.25)
    await races.checkpoint('r1', 0, 2, 3, 1, MORE, -4.5)
    expect([await races.leastDelay('r1', 0), await races.leastDelay('r1', 1)]).toEqual([-4.5, undefined])
    await backend.close()
  })

  it('[CLUSTER-22] says how many keys are safe, and restores a record only over an older one', async () => {
    const backend = await open()
    const { races, redis, names } = await backend.join()
    const old = await races.create(planOf('r1', 'ani', 'budi'), ['n1', 'n2'])
    expect(await races.savedKeys('r1', 0)).toBe(0)
    await races.checkpoint('r1', 0, 1, 0, 2, TYPED)
    expect(await races.savedKeys('r1', 0)).toBe(2)
    const newer = accepted(await races.apply('r1', { type: 'take-seat', seat: 0, node: 'n3', at: 1 }))
    await races.restore(old)
    expect(await races.load('r1')).toEqual(newer)
    await redis.del(names.race('r1'))
    await races.restore(newer)
    expect(await races.load('r1')).toEqual(newer)
    expect(await races.checkpoint('r1', 0, 1, 0, 1, MORE)).toMatchObject({ stored: 'stale' })
    expect(await races.checkpoint('r1', 0, 2, 0, 1, MORE)).toMatchObject({ stored: 'yes' })
    await backend.close()
  })

  it('[CLUSTER-23] finds the race of a player and the races of a node', async () => {
    const backend = await open()
    const { races, registry } = await backend.join()
    await races.create(planOf('r1', 'ani', 'budi'), ['n1', 'n2'])
    expect([await races.raceOf('ani'), await races.raceOf('citra')]).toEqual(['r1', undefined])
    const later = { ...planOf('r3', 'ani', 'citra'), startsAt: 1_000_001.5 }
    await races.create(later, ['n4', 'n4'])
    await races.create(planOf('r1', 'ani', 'budi'), ['n1', 'n2'])
    expect([await races.raceOf('ani'), await races.raceOf('budi')]).toEqual(['r3', 'r1'])
    await races.giveUpSeat('ani', planOf('r1', 'ani', 'budi'))
    await races.giveUpSeat('budi', planOf('r1', 'ani', 'budi'))
    expect([await races.raceOf('ani'), await races.raceOf('budi')]).toEqual(['r3', undefined])
    await races.noteNode('r2', 'n1')
    expect([...(await registry.racesOf('n1'))].sort()).toEqual(['r1', 'r2'])
    await races.forgetNode('r1', 'n1')
    expect(await registry.racesOf('n1')).toEqual(['r2'])
    expect(await registry.racesOf('n2')).toEqual(['r1'])
    await backend.close()
  })
}
