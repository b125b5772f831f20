import { expect, it } from 'vitest'
import type { ClaimChanges, FeedEvent, Holder, LobbySnapshot, Proof, SharedCluster } from '../index.ts'
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
  const stood: LobbySnapshot[] = []
  await lobby.listen({ heard: event => heard.add(event), stands: standing => stood.push(standing) })
  return { heard, stood }
}

export const lobbyContract = (open: OpenBackend): void => {
  it('[CLUSTER-27] gives a name to one holder, and over to the same player or past a dead session', async () => {
    const backend = await open()
    const { lobby } = await backend.join()
    const ani = holderOf('Ani', 'p1', 's1')
    expect(await lobby.join('ani', ani)).toMatchObject({ joined: 'free', online: 1 })
    expect(await lobby.join('ani', holderOf('ANI', 'p2', 's2'))).toEqual({ joined: 'taken', holder: ani })
    const back = holderOf('Ani', 'p1', 's3', 'n2')
    expect(await lobby.join('ani', back)).toMatchObject({ joined: 'taken-over', online: 1, before: ani })
    expect(await lobby.leave('ani', 'n1', 's1')).toBe(false)
    expect([await lobby.holder('ani'), await lobby.holder('budi')]).toEqual([back, undefined])
    expect(await lobby.held(['budi', 'ani'])).toEqual([false, true])
    const over = holderOf('Ani', 'p2', 's4')
    expect(await lobby.join('ani', over, { replacing: 's3' })).toMatchObject({
      joined: 'taken-over',
      before: back,
    })
    expect(await lobby.leave('ani', 'n1', 's4')).toBe(true)
    expect(await lobby.leave('ani', 'n1', 's4')).toBe(false)
    await backend.close()
  })

  it('[CLUSTER-28] lets every node hear the same events in the same order', async () => {
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

  it('[CLUSTER-28] takes the joins of one turn in their order, and answers each of them', async () => {
    const backend = await open()
    const { lobby } = await backend.join()
    const { heard } = await listening(await backend.join())
    const crowd = Array.from({ length: 250 }, (_, i) =>
      holderOf(`P${i % 249}`, `p${i}`, `s${i}`, `n${i % 2}`),
    )
    const joined = await Promise.all(crowd.map(holder => lobby.join(holder.username.toLowerCase(), holder)))
    expect(joined.slice(0, -1)).toEqual(
      crowd.slice(0, -1).map((_, i) => ({ joined: 'free', online: i + 1, n: i + 1 })),
    )
    expect(joined.at(-1)).toEqual({ joined: 'taken', holder: crowd[0] })
    const events = await heard.atLeast(249)
    expect(events.map(event => [event.n, 'username' in event && event.username])).toEqual(
      crowd.slice(0, -1).map(({ username }, i) => [i + 1, username]),
    )
    await lobby.evict('n1')
    expect(await lobby.holder('p1')).toBeUndefined()
    expect(await lobby.holder('p0')).toEqual(crowd[0])
    await backend.close()
  })

  it('[CLUSTER-28] sends a moderation action to every node, and those in force to a new node', async () => {
    const backend = await open()
    const node = await backend.join()
    const { heard } = await listening(node)
    const at = node.lobby.now()
    const mute = { kind: 'mute', subject: 'ani', at, until: at + 60_000 } as const
    const ban = { kind: 'ban-name', subject: 'budi', at, until: at + 60_000 } as const
    for (const action of [mute, ban, { ...mute, until: at - 1 }]) await node.lobby.impose(action)
    expect((await heard.atLeast(3)).map(({ n, kind }) => [n, kind])).toEqual([
      [1, 'measure'],
      [2, 'measure'],
      [3, 'measure'],
    ])
    expect((await listening(await backend.join())).stood).toMatchObject([{ actions: [ban] }])
    await backend.close()
  })

  it('[MODERATION-6] replaces moderation actions by player or by name, and lifts them by either', async () => {
    const backend = await open()
    const { lobby } = await backend.join()
    const at = lobby.now()
    const mute = { kind: 'mute', subject: 'ani', at, until: at + 60_000 } as const
    const ban = { ...mute, kind: 'ban-name', player: 'p1' } as const
    const standing = async () => {
      const [stood] = (await listening(await backend.join())).stood
      return (stood?.actions ?? []).map(({ kind, subject, player, until }) =>
        [kind, subject, player ?? '-', until - at].join(' '),
      )
    }
    for (const action of [mute, { ...mute, player: 'p1' }, { ...mute, player: 'p2' }, ban])
      await lobby.impose(action)
    expect((await standing()).toSorted()).toEqual([
      'ban-name ani p1 60000',
      'mute ani p1 60000',
      'mute ani p2 60000',
    ])
    await lobby.impose({ ...mute, subject: 'budi', player: 'p1', until: at + 90_000 })
    expect((await standing()).toSorted()).toEqual([
      'ban-name ani p1 60000',
      'mute ani p2 60000',
      'mute budi p1 90000',
    ])
    await lobby.impose({ ...mute, until: at - 1 })
    await lobby.impose({ ...ban, subject: '', until: at - 1 })
    expect(await standing()).toEqual(['mute budi p1 90000'])
    await lobby.impose({ ...mute, subject: '', player: 'p1', until: at - 1 })
    expect(await standing()).toEqual([])
    await backend.close()
  })

  it('[MODERATION-6] keeps a moderation action on its player when the name gets another one and nobody has it', async () => {
    const backend = await open()
    const { lobby } = await backend.join()
    const at = lobby.now()
    const standing = async () =>
      (await listening(await backend.join())).stood[0]?.actions.map(
        ({ kind, player, until }) => `${kind} ${player ?? '-'} ${until - at}`,
      )
    for (const kind of ['mute', 'ban-name'] as const) {
      const action = { kind, subject: 'ani', at, until: at + 60_000 }
      await lobby.impose({ ...action, player: 'p1' })
      for (const until of [at + 70_000, at + 90_000]) await lobby.impose({ ...action, until })
      expect((await standing())?.toSorted()).toEqual([`${kind} - 90000`, `${kind} p1 60000`])
      await lobby.impose({ ...action, player: 'p1', until: at + 80_000 })
      expect(await standing()).toEqual([`${kind} p1 80000`])
      await lobby.impose({ ...action, until: at + 90_000 })
      await lobby.impose({ ...action, until: at - 1 })
      expect(await standing()).toEqual([])
    }
    await backend.close()
  })

  it('[CLUSTER-36] gives a claimed name to a player who proves the account, and to nobody else', async () => {
    const backend = await open()
    const { lobby, claims } = await backend.join()
    const proof: Proof = { player: 'p1', generation: 2, session: 'a', token: 'b' }
    const join = (player: string, given?: Proof) =>
      lobby.join('ani', holderOf('Ani', player, `s-${player}`), { proof: given }).then(({ joined }) => joined)
    expect(await join('p0')).toBe('free')
    await lobby.leave('ani', 'n1', 's-p0')
    await claims.note({ claims: [{ foldedName: 'ani', version: 7, player: 'p1', generation: 2 }], ended: [] })
    expect(await claims.of('ani')).toEqual({ player: 'p1', generation: 2 })
    expect([await join('p0'), await join('p1'), await join('p1', { ...proof, generation: 1 })]).toEqual([
      'claimed',
      'claimed',
      'unproved',
    ])
    expect(await join('p1', proof)).toBe('free')
    const proves = (given: Proof) => claims.proves('ani', given)
    expect([await proves(proof), await proves({ ...proof, generation: 1 })]).toEqual([true, false])
    expect(await proves({ ...proof, player: 'p0' })).toBe(false)
    expect(await claims.proves('budi', proof)).toBe(false)
    await claims.note({ claims: [{ foldedName: 'ani', version: 6, player: 'p9', generation: 1 }], ended: [] })
    await claims.note({ claims: [], ended: [{ id: 'b', endsAt: lobby.now() + 60_000 }] })
    expect(await join('p1', proof)).toBe('taken-over')
    expect(await proves(proof)).toBe(true)
    await claims.note({ claims: [], ended: [{ id: 'a', endsAt: lobby.now() - 1 }] })
    expect(await join('p1', proof)).toBe('unproved')
    expect([await proves(proof), await proves({ ...proof, session: 'c' })]).toEqual([false, true])
    expect(await join('p1', { ...proof, session: 'c' })).toBe('taken-over')
    await lobby.leave('ani', 'n1', 's-p1')
    const kept = (until: number, version: number) =>
      claims.note({ claims: [{ foldedName: 'ani', version, until }], ended: [] })
    await kept(lobby.now() + 60_000, 8)
    expect([await join('p0'), await join('p1', proof)]).toEqual(['kept', 'unproved'])
    await kept(lobby.now() - 1, 9)
    expect([await claims.of('ani'), await join('p1', proof), await join('p0')]).toEqual([
      undefined,
      'unproved',
      'free',
    ])
    await backend.close()
  })

  it('[CLUSTER-37] sends each change of a name or a session to every node once, in the order of the lobby', async () => {
    const backend = await open()
    const [one, other] = [await backend.join(), await backend.join()]
    await one.claims.fill()
    const { heard } = await listening(other)
    const claim = { foldedName: 'ani', version: 1, player: 'p1', generation: 1 }
    const over = { id: 'a', endsAt: one.lobby.now() - 1 }
    const later = { id: 'b', endsAt: one.lobby.now() + 60_000 }
    for (const changes of [
      { claims: [claim], ended: [over, later] },
      { claims: [claim], ended: [over] },
    ]) {
      await one.claims.note(changes)
    }
    await one.lobby.say('json', 'Ani', 'halo')
    expect(await heard.atLeast(3)).toMatchObject([
      { n: 1, kind: 'account', folded: 'ani', claim: 'p1.1' },
      { n: 2, kind: 'account', ended: 'a' },
      { n: 3, kind: 'chat' },
    ])
    await backend.close()
  })

  it('[CLUSTER-38] gives no name to anyone before it is known which are claimed', async () => {
    const backend = await open()
    const node = await backend.join()
    const changes: ClaimChanges = {
      claims: Array.from({ length: 1_201 }, (_, i) => ({
        foldedName: `name ${i}`,
        version: i + 1,
        player: `p${i}`,
        generation: 1,
      })),
      ended: [],
    }
    let isAway = true
    let reads = 0
    node.claims.fillFrom({
      allChanges: async function* () {
        reads += 1
        if (isAway) throw new Error('away')
        yield changes
      },
      recentChanges: async () => ({ claims: [], ended: [] }),
    })
    const guest = holderOf('Tamu', 'p', 's')
    await expect(node.lobby.join('tamu', guest)).rejects.toThrow('away')
    await expect(node.claims.of('tamu')).rejects.toThrow('away')
    isAway = false
    const joined = await Promise.all([node.lobby.join('tamu', guest), node.lobby.join('name 1200', guest)])
    expect(joined).toMatchObject([{ joined: 'free' }, { joined: 'claimed' }])
    expect(reads).toBe(3)
    await node.claims.repair()
    expect([reads, await node.claims.of('name 0')]).toEqual([3, { player: 'p0', generation: 1 }])
    await backend.close()
  })

  it('[CLUSTER-29] ends the names of a dead node and of no other', async () => {
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
