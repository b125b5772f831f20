import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { everyoneGone, plainClient } from './clients.ts'
import { DOORS, type Visitor, visit } from './doors.ts'
import { pause } from './ear.ts'

const SEED = 20_261_121
const MESSAGES = 1_000
const freely = { chatPerTenSeconds: 100_000, messagesPerSecond: 500 }

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster({ gateways: 2, edges: 2, matchmakers: 0, gateway: freely, edge: freely })
})
afterEach(() => everyoneGone(cluster.gateways[0]?.ports['http'] ?? 0))
afterAll(() => cluster.close())

/** Somebody at every door of both nodes. */
const everywhere = async (): Promise<readonly Visitor[]> => {
  const visitors: Visitor[] = []
  for (const door of DOORS) {
    for (const node of [0, 1]) visitors.push(await visit(cluster, door, node, `${door}-${node}`))
  }
  return visitors
}

const eventually = async (isTrue: () => boolean, withinMs = 60_000): Promise<void> => {
  const until = performance.now() + withinMs
  while (!isTrue() && performance.now() < until) await pause(20)
}

const chats = ({ heard }: Visitor): readonly string[] => heard().filter(line => line.includes(': '))

describe('one lobby', () => {
  it(`[L1] ${MESSAGES} messages through five doors of two nodes each are heard once, in one order by all`, async () => {
    const visitors = await everywhere()
    const chance = seeded(SEED)
    const said: string[] = []
    for (let i = 0; i < MESSAGES; i++) {
      const visitor = visitors[Math.floor(chance() * visitors.length)]
      if (visitor === undefined) continue
      const text = spelled(i)
      visitor.say(text)
      said.push(`${visitor.name}: ${text}`)
      // As fast as the machine goes, and no faster: what waits for Redis is bounded.
      if (i % 50 === 49) await eventually(() => visitors.every(one => chats(one).length > i - 40))
    }
    await eventually(() => visitors.every(visitor => chats(visitor).length >= MESSAGES))
    const [first, ...others] = visitors.map(chats)
    expect(first?.toSorted()).toEqual(said.toSorted())
    for (const other of others) expect(other).toEqual(first)
    // What one client says keeps its order too.
    for (const { name } of visitors) {
      const by = (line: string) => line.startsWith(`${name}: `)
      expect(first?.filter(by)).toEqual(said.filter(by))
    }
  })

  it.each(DOORS)('[L1] [C3] a join and a leave at the door %s are heard once at every other', async door => {
    const visitors = await everywhere()
    await pause(100)
    const newcomer = await visit(cluster, door, 1, `Baru ${door}`)
    newcomer.say('halo dari sini')
    await eventually(() => visitors.every(({ heard }) => heard().includes(`Baru ${door}: halo dari sini`)))
    newcomer.close()
    const lines = ['Bergabung!', 'Keluar!'].map(what => `Baru ${door} ${what}`)
    const isTold = (to: Visitor) => !(door === 'plain' && to.door === 'plain')
    const toldTo = visitors.filter(isTold)
    await eventually(() => toldTo.every(({ heard }) => heard().includes(lines[1] ?? '')))
    await pause(50)
    for (const visitor of visitors) {
      const of = visitor.heard().filter(line => line.startsWith(`Baru ${door}`))
      const [joined, left] = lines
      const all = [joined, `Baru ${door}: halo dari sini`, left]
      expect([visitor.name, of]).toEqual([visitor.name, isTold(visitor) ? all : all.slice(1, 2)])
    }
  })

  it('[L2] the last 100 messages greet a newcomer, and what is said meanwhile comes once and after them', async () => {
    const plain = await plainClient(cluster.gateways[0]?.ports['plainChat'] ?? 0, 'Lama')
    for (let i = 0; i < 120; i++) {
      plain.send(spelled(i))
      if (i % 20 === 19) await plain.ear.count(line => line.startsWith('Lama: '), i + 1)
    }
    const talking = setInterval(() => plain.send(spelled(Math.floor(performance.now() * 1_000))), 4)
    const newcomers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => visit(cluster, 'websocket', i % 2, `Baru ${i}`)),
    )
    await pause(200)
    clearInterval(talking)
    plain.send('selesai')
    const hasEnd = (lines: readonly string[]) => lines.includes('Lama: selesai')
    await eventually(() => hasEnd(plain.ear.heard) && newcomers.every(({ heard }) => hasEnd(heard())))
    const all = plain.ear.heard.filter(line => line.startsWith('Lama: '))
    for (const { heard } of newcomers) {
      const told = heard().filter(line => line.startsWith('Lama: '))
      expect(told.length).toBeGreaterThan(100)
      expect(told).toEqual(all.slice(-told.length))
    }
  })
})

/** A number in syllables: no two are near-repeats. */
const spelled = (number: number): string =>
  [...`${number}`]
    .map(digit => ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'je', 'ki', 'lo', 'mu'][Number(digit)])
    .join('')

/** mulberry32. */
const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
