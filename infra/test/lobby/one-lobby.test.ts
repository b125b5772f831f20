import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { seeded } from '../seeded.ts'
import { everyoneGone, plainClient } from './clients.ts'
import { DOORS, type Visitor, visit } from './doors.ts'

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

const chats = ({ heard }: Visitor): readonly string[] => heard().filter(line => line.includes(': '))

describe('one lobby', () => {
  it(`[LOBBY-1] ${MESSAGES} messages through five doors of two nodes each are heard once, in one order by all`, async () => {
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
      if (i % 50 === 49)
        await expect
          .poll(() => visitors.every(one => chats(one).length > i - 40), { interval: 20 })
          .toBe(true)
    }
    await expect
      .poll(() => visitors.every(visitor => chats(visitor).length >= MESSAGES), { interval: 20 })
      .toBe(true)
    const [first, ...others] = visitors.map(chats)
    expect(first?.toSorted()).toEqual(said.toSorted())
    for (const other of others) expect(other).toEqual(first)
    // What one client says keeps its order too.
    for (const { name } of visitors) {
      const by = (line: string) => line.startsWith(`${name}: `)
      expect(first?.filter(by)).toEqual(said.filter(by))
    }
  })

  it.each(DOORS)('[LOBBY-1] a join and a leave at the door %s are heard once at every other', async door => {
    const visitors = await everywhere()
    await pause(100)
    const newcomer = await visit(cluster, door, 1, `Baru ${door}`)
    newcomer.say('halo dari sini')
    await expect
      .poll(() => visitors.every(({ heard }) => heard().includes(`Baru ${door}: halo dari sini`)), {
        interval: 20,
      })
      .toBe(true)
    newcomer.close()
    const lines = ['Bergabung!', 'Keluar!'].map(what => `Baru ${door} ${what}`)
    const isTold = (to: Visitor) => !(door === 'plain' && to.door === 'plain')
    const toldTo = visitors.filter(isTold)
    await expect
      .poll(() => toldTo.every(({ heard }) => heard().includes(lines[1] ?? '')), { interval: 20 })
      .toBe(true)
    await pause(50)
    for (const visitor of visitors) {
      const of = visitor.heard().filter(line => line.startsWith(`Baru ${door}`))
      const [joined, left] = lines
      const all = [joined, `Baru ${door}: halo dari sini`, left]
      expect([visitor.name, of]).toEqual([visitor.name, isTold(visitor) ? all : all.slice(1, 2)])
    }
  })

  it('[LOBBY-2] the last 100 messages greet a newcomer, and what is said meanwhile comes once and after them', async () => {
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
    await expect
      .poll(() => hasEnd(plain.ear.heard) && newcomers.every(({ heard }) => hasEnd(heard())), {
        interval: 20,
      })
      .toBe(true)
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
