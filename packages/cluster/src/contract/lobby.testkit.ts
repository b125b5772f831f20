import { expect, it } from 'vitest'
import type { FeedEvent, Holder, SharedCluster, Standing } from '../index.ts'
import { Gathering, type OpenBackend } from './backend.testkit.ts'

const holderOf = (username: string, player: string, session: string, node = 'n1'): Holder => ({
  player,
  node,
  session,
  door: 'json',
  username,
})

const listening = async ({ lobby }: SharedCluster) => {
  const heard = new Gathering<FeedEvent>()
  const stood: Standing[] = []
  await lobby.listen({ heard: event => heard.add(event), stands: standing => stood.push(standing) })
  return { heard, stood }
}

export const lobbyContract = (open: OpenBackend): void => {
  it('[Q27] gives a name to one holder, and over to the same player or past a dead session', async () => {
    const backend = await open()
    const { lobby } = await backend.join()
    const ani = holderOf('Ani', 'p1', 's1')
    expect(await lobby.join('ani', ani)).toMatchObject({ joined: 'free', online: 1 })
    expect(await lobby.join('ani', holderOf('ANI', 'p2', 's2'))).toEqual({ joined: 'taken', holder: ani })
    const back = holderOf('Ani', 'p1', 's3', 'n2')
    expect(await lobby.join('ani', back)).toMatchObject({ joined: 'taken-over', online: 1, before: ani })
    expect(await lobby.leave('ani', 'n1', 's1')).toBe(false)
    expect([await lobby.holder('ani'), await lobby.holder('budi')]).toEqual([back, undefined])
    const over = holderOf('Ani', 'p2', 's4')
    expect(await lobby.join('ani', over, 's3')).toMatchObject({ joined: 'taken-over', before: back })
    expect(await lobby.leave('ani', 'n1', 's4')).toBe(true)
    expect(await lobby.leave('ani', 'n1', 's4')).toBe(false)
    await backend.close()
  })

  it('[Q28] lets every node hear the same events in the same order', async () => {
    const backend = await open()
    const [one, other] = [await backend.join(), await backend.join()]
    const ears = [await listening(one), await listening(other)]
    await Promise.all([
      one.lobby.join('ani', holderOf('Ani', 'p1', 's1')),
      other.lobby.join('budi', holderOf('Budi', 'p2', 's2')),
      ...Array.from({ length: 10 }, (_, i) => (i % 2 ? one : other).lobby.say('json', 'Ani', `${i}`)),
    ])
    await one.lobby.leave('ani', 'n1', 's1')
    const [first, second] = await Promise.all(ears.map(({ heard }) => heard.atLeast(13)))
    expect(first?.map(({ n }) => n)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1))
    expect(second).toEqual(first)
    const late = await listening(await backend.join())
    expect(late.stood).toMatchObject([{ sequence: 13, online: 1 }])
    expect(late.stood[0]?.history).toEqual(first?.filter(({ kind }) => kind === 'chat'))
    expect(await one.lobby.whoIsOnline(10)).toEqual(['Budi'])
    await backend.close()
  })

  it('[Q28] tells every node of a measure, and a newcomer of those in force', async () => {
    const backend = await open()
    const node = await backend.join()
    const { heard } = await listening(node)
    const at = node.lobby.now()
    const mute = { kind: 'mute', subject: 'ani', at, until: at + 60_000 } as const
    const ban = { kind: 'ban-name', subject: 'budi', at, until: at + 60_000 } as const
    for (const measure of [mute, ban, { ...mute, until: at - 1 }]) await node.lobby.impose(measure)
    expect((await heard.atLeast(3)).map(({ n, kind }) => [n, kind])).toEqual([
      [1, 'measure'],
      [2, 'measure'],
      [3, 'measure'],
    ])
    expect((await listening(await backend.join())).stood).toMatchObject([{ measures: [ban] }])
    await backend.close()
  })

  it('[Q29] ends the names of a dead node and of no other', async () => {
    const backend = await open()
    const { lobby } = await backend.join()
    await lobby.join('ani', holderOf('Ani', 'p1', 's1', 'n1'))
    await lobby.join('budi', holderOf('Budi', 'p2', 's2', 'n1'))
    await lobby.join('budi', holderOf('Budi', 'p2', 's3', 'n2'))
    await lobby.evict('n1')
    expect(await lobby.whoIsOnline(10)).toEqual(['Budi'])
    await backend.close()
  })
}
