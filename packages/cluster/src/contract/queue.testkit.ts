import { expect, it } from 'vitest'
import { type OpenBackend, planOf, ticketOf } from './backend.testkit.ts'

const placementOf = (race: string, ...players: readonly string[]) => ({
  plan: planOf(race, ...players),
  nodes: players.map(() => 'n1'),
  asked: players.map(() => 1),
  placedAt: 7,
})

export const queueContract = (open: OpenBackend): void => {
  it('[CLUSTER-24] keeps a ticket once, in the order of asking, until it leaves', async () => {
    const backend = await open()
    const { queue, node } = await backend.join()
    expect(await queue.join(ticketOf('budi', 'n1', 20))).toBe(1)
    expect(await queue.join(ticketOf('ani', node, 10))).toBe(2)
    expect(await queue.join(ticketOf('ani', node, 10))).toBe(2)
    expect((await queue.pairable(10)).map(({ player }) => player)).toEqual(['ani', 'budi'])
    expect((await queue.pairable(1)).map(({ player }) => player)).toEqual(['ani'])
    expect([await queue.leave('ani'), await queue.leave('ani')]).toEqual([true, false])
    expect(await queue.count()).toBe(1)
    await backend.close()
  })

  it('[CLUSTER-24] keeps the later wish of a player who came back elsewhere, at its first place, against the old node', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    await queue.join(ticketOf('ani', 'n1', 10))
    await queue.join(ticketOf('budi', 'n1', 15))
    await queue.join(ticketOf('ani', 'n2', 20))
    await queue.join(ticketOf('ani', 'n1', 10))
    expect((await queue.pairable(10)).map(({ player, node }) => [player, node])).toEqual([
      ['ani', 'n2'],
      ['budi', 'n1'],
    ])
    expect([await queue.leave('ani', 'n1'), await queue.leave('ani', 'n2')]).toEqual([false, true])
    await backend.close()
  })

  it('[V1-7] keeps of two tickets of one wish the later handed in, at the same place, and neither once it was used', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    const credited = { ...ticketOf('ani', 'n1', 10), creditMs: 51 }
    await queue.join(ticketOf('ani', 'n1', 10))
    await queue.join(ticketOf('budi', 'n1', 15))
    expect(await queue.join(credited)).toBe(2)
    expect((await queue.pairable(10)).map(({ player, creditMs }) => [player, creditMs])).toEqual([
      ['ani', 51],
      ['budi', ticketOf('budi', 'n1', 15).creditMs],
    ])
    expect(await queue.place([{ ...placementOf('r1', 'ani', 'budi'), asked: [10, 15] }])).toEqual([true])
    expect(await queue.join(credited)).toBe(0)
    await backend.close()
  })

  const players = (tickets: readonly { readonly player: string }[]) => tickets.map(({ player }) => player)

  it('[CLUSTER-35] finds those who could race behind any number who wait in rooms for somebody else', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    for (let i = 0; i < 20; i++) await queue.join({ ...ticketOf(`alone${i}`, 'n1', i), room: `r${i}` })
    await queue.join(ticketOf('ani', 'n1', 30))
    await queue.join({ ...ticketOf('budi', 'n1', 31), room: 'r7' })
    expect(players(await queue.pairable(4))).toEqual(['ani', 'alone7', 'budi'])
    expect(await queue.count()).toBe(22)
    expect(await queue.leave('budi', 'n1')).toBe(true)
    expect(players(await queue.pairable(4))).toEqual(['ani'])
    expect(await queue.leave('alone3', 'n1')).toBe(true)
    expect(players(await queue.waitingAt('n1'))).toHaveLength(20)
    expect(await queue.waitingAt('n2')).toEqual([])
    expect(await queue.holders(['ani', 'nobody', 'alone3', 'alone4'])).toEqual(new Set(['ani', 'alone4']))
    expect(await queue.holders([])).toEqual(new Set())
    await backend.close()
  })

  it('[CLUSTER-35] offers a room once as many are there as its first one asked for, and what is left of it after the race', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    const join = (player: string, since: number, seats?: number) =>
      queue.join({ ...ticketOf(player, 'n1', since), room: 'den', ...(seats ? { seats } : {}) })
    await join('ani', 1, 3)
    await join('budi', 2, 2)
    expect(await queue.pairable(10)).toEqual([])
    for (const [i, player] of ['citra', 'dewi', 'eka'].entries()) await join(player, 3 + i)
    expect(players(await queue.pairable(10))).toEqual(['ani', 'budi', 'citra', 'dewi', 'eka'])
    expect(await queue.place([placementOf('r1', 'ani', 'budi', 'citra')])).toEqual([true])
    expect(players(await queue.pairable(10))).toEqual(['dewi', 'eka'])
    expect(await queue.place([placementOf('r2', 'dewi', 'eka')])).toEqual([true])
    expect(await queue.pairable(10)).toEqual([])
    await backend.close()
  })

  it('[CLUSTER-35] moves a player who asks again, elsewhere', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    await queue.join({ ...ticketOf('ani', 'n1', 1), room: 'den' })
    await queue.join(ticketOf('budi', 'n1', 2))
    await queue.join(ticketOf('ani', 'n2', 3))
    expect(players(await queue.pairable(10))).toEqual(['budi', 'ani'])
    await queue.join({ ...ticketOf('ani', 'n1', 4), room: 'den' })
    expect(players(await queue.pairable(10))).toEqual(['budi'])
    expect(await queue.count()).toBe(2)
    await backend.close()
  })

  it('[CLUSTER-25] takes all the tickets of a race or none, and each for one race only', async () => {
    const backend = await open()
    const [one, other] = [await backend.join(), await backend.join()]
    for (const player of ['ani', 'budi', 'citra']) await one.queue.join(ticketOf(player, 'n1', 1))
    const answers = await Promise.all([
      one.queue.place([placementOf('r1', 'ani', 'budi')]),
      other.queue.place([placementOf('r2', 'budi', 'citra')]),
    ])
    expect(answers.flat().filter(Boolean)).toHaveLength(1)
    expect(await one.queue.count()).toBe(1)
    expect(await one.queue.place([placementOf('r3', 'citra', 'dewi')])).toEqual([false])
    expect(await one.queue.count()).toBe(1)
    await backend.close()
  })

  it('[CLUSTER-25] takes the tickets of many races in one step, where one race fails the others do not', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    for (const player of ['ani', 'budi', 'citra', 'dewi', 'eka']) await queue.join(ticketOf(player, 'n1', 1))
    const races = [
      placementOf('r1', 'ani', 'budi', 'citra'),
      placementOf('r2', 'citra', 'dewi'),
      placementOf('r3', 'dewi', 'eka'),
    ]
    expect(await queue.place(races)).toEqual([true, false, true])
    expect(await queue.count()).toBe(0)
    expect((await queue.placed()).map(({ plan }) => plan.id).sort()).toEqual(['r1', 'r3'])
    await backend.close()
  })

  it('[CLUSTER-25] takes no ticket whose player waits at another node by now', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    for (const player of ['ani', 'budi']) await queue.join(ticketOf(player, 'n1', 1))
    await queue.join(ticketOf('budi', 'n2', 2))
    expect(await queue.place([placementOf('r1', 'ani', 'budi')])).toEqual([false])
    expect(await queue.count()).toBe(2)
    await backend.close()
  })

  it('[CLUSTER-25] takes no ticket that was used, or asked before one that was', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    const since = 1_800_000_000_000.123
    for (const player of ['ani', 'budi']) await queue.join(ticketOf(player, 'n1', since))
    await queue.place([placementOf('r1', 'ani', 'budi')])
    expect(await queue.join(ticketOf('ani', 'n1', since))).toBe(0)
    expect(await queue.join(ticketOf('budi', 'n2', since - 5))).toBe(0)
    expect(await queue.join(ticketOf('ani', 'n1', since + 0.001))).toBe(1)
    await backend.close()
  })

  it('[CLUSTER-26] knows a placed race until it has been announced', async () => {
    const backend = await open()
    const { queue } = await backend.join()
    for (const player of ['ani', 'budi']) await queue.join(ticketOf(player, 'n1', 1))
    const placement = placementOf('r1', 'ani', 'budi')
    expect(await queue.place([placement])).toEqual([true])
    expect(await queue.placed()).toEqual([placement])
    await queue.announced(['r1'])
    expect(await queue.placed()).toEqual([])
    await backend.close()
  })
}
