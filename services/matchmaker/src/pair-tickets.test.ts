import type { Ticket } from '@ketik/cluster'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairTickets } from './pair-tickets.ts'

const DUELS = { seatsMax: 2, lang: 'en' } as const
const PACKS = { seatsMax: 5, lang: 'en' } as const

const ticket = (player: string, since: number, more: Partial<Ticket> = {}): Ticket => ({
  player,
  username: player,
  node: 'g1',
  timed: 'arrival',
  creditMs: 0,
  resumable: false,
  since,
  ...more,
})

const names = (groups: ReturnType<typeof pairTickets>) =>
  groups.map(({ tickets }) => tickets.map(({ player }) => player))

describe('pairing', () => {
  it('[PAIRING-1] two who wait race at once, and of three only the youngest waits on', () => {
    expect(names(pairTickets([ticket('a', 1)], DUELS))).toEqual([])
    expect(names(pairTickets([ticket('a', 1), ticket('b', 2)], DUELS))).toEqual([['a', 'b']])
    expect(names(pairTickets([ticket('a', 1), ticket('b', 2), ticket('c', 3)], DUELS))).toEqual([['a', 'b']])
  })

  it('[PAIRING-2] when more may race together the groups are as even as can be, and nobody waits', () => {
    const waiting = (count: number) => Array.from({ length: count }, (_, i) => ticket(`p${i}`, i))
    const sizes = (count: number) => names(pairTickets(waiting(count), PACKS)).map(({ length }) => length)
    expect(sizes(2)).toEqual([2])
    expect(sizes(3)).toEqual([3])
    expect(sizes(5)).toEqual([5])
    expect(sizes(6)).toEqual([3, 3])
    expect(sizes(11).sort()).toEqual([3, 4, 4])
  })

  it('[PAIRING-2] who wants a duel gets one where packs are the rule', () => {
    const wants = { seats: 2 }
    const groups = names(
      pairTickets(
        [ticket('a', 1, wants), ticket('x', 2), ticket('b', 3, wants), ticket('y', 4), ticket('z', 5)],
        PACKS,
      ),
    )
    expect(groups).toEqual([
      ['a', 'b'],
      ['x', 'y', 'z'],
    ])
  })

  it('[PAIRING-3] players of one node are put together, of those who race anyway', () => {
    const nodes = ['g1', 'g2', 'g1', 'g2', 'g3']
    const groups = names(
      pairTickets(
        nodes.map((node, i) => ticket(`p${i}`, i, { node })),
        DUELS,
      ),
    )
    expect(groups).toEqual([
      ['p0', 'p2'],
      ['p1', 'p3'],
    ])
  })

  it('[PAIRING-4] languages do not meet; who asked for none goes where someone is left over', () => {
    const groups = pairTickets(
      [ticket('a', 1, { lang: 'en' }), ticket('b', 2, { lang: 'id' }), ticket('c', 3)],
      DUELS,
    )
    expect(groups.map(({ lang, tickets }) => [lang, tickets.map(({ player }) => player)])).toEqual([
      ['en', ['a', 'c']],
    ])
    const other = pairTickets([ticket('b', 1, { lang: 'id' }), ticket('c', 2)], DUELS)
    expect(other[0]?.lang).toBe('id')
    expect(pairTickets([ticket('c', 1), ticket('d', 2)], DUELS)[0]?.lang).toBe('en')
  })

  it('[V1-16] a room starts with as many as it asks for, and takes nobody from outside', () => {
    const room = { room: 'r', seats: 3 }
    const two = [ticket('a', 1, room), ticket('b', 2, room), ticket('x', 3)]
    expect(names(pairTickets(two, DUELS))).toEqual([])
    expect(names(pairTickets([...two, ticket('c', 4, room)], DUELS))).toEqual([['a', 'b', 'c']])
  })

  it('[PAIRING-1] for any players: nobody is paired twice, no group is too small or too large, at most one of a language waits', () => {
    const anyTicket = fc.record({
      node: fc.constantFrom('g1', 'g2', 't1'),
      lang: fc.constantFrom('en', 'id', undefined),
      seats: fc.constantFrom(2, 5, undefined),
    })
    fc.assert(
      fc.property(
        fc.array(anyTicket, { maxLength: 40 }),
        fc.integer({ min: 2, max: 16 }),
        (wishes, seatsMax) => {
          const tickets = wishes.map(({ node, lang, seats }, i) =>
            ticket(`p${i}`, i, { node, ...(lang ? { lang } : {}), ...(seats ? { seats } : {}) }),
          )
          const groups = pairTickets(tickets, { seatsMax, lang: 'en' })
          const paired = groups.flatMap(group => group.tickets.map(({ player }) => player))
          expect(new Set(paired).size).toBe(paired.length)
          for (const group of groups) {
            expect(group.tickets.length).toBeGreaterThanOrEqual(2)
            expect(group.tickets.length).toBeLessThanOrEqual(seatsMax)
            for (const { lang } of group.tickets) expect([group.lang, undefined]).toContain(lang)
          }
          // Of each language one may be left over, and one more where duels and packs are kept apart.
          expect(tickets.length - paired.length).toBeLessThanOrEqual(4)
        },
      ),
      { seed: 7, numRuns: 300 },
    )
  })

  it('[VERIFIED-5] two seats of one address do not race each other while somebody else waits', () => {
    const [a1, a2, b] = [ticket('a1', 1, home), ticket('a2', 2, home), ticket('b', 3, { network: 'away' })]
    expect(names(pairTickets([a1, a2, b], DUELS))).toEqual([['a1', 'b']])
    expect(names(pairTickets([a1, a2, b], PACKS))).toEqual([['a1', 'b']])
    const c = ticket('c', 4, { network: 'elsewhere' })
    for (const settings of [DUELS, PACKS]) {
      const groups = names(pairTickets([a1, a2, b, c], settings))
      expect(groups.flat().sort()).toEqual(['a1', 'a2', 'b', 'c'])
      expect(groups).not.toContainEqual(expect.arrayContaining(['a1', 'a2']))
    }
  })

  it('[VERIFIED-5] nor while somebody waits who asked for no language, or for another number of seats', () => {
    const english = [ticket('a1', 1, { ...home, lang: 'en' }), ticket('a2', 2, { ...home, lang: 'en' })]
    const any = ticket('b', 3, { network: 'away' })
    expect(names(pairTickets([...english, any], { seatsMax: 2, lang: 'id' }))).toEqual([['a1', 'b']])
    const indonesian = ticket('c', 3, { network: 'away', lang: 'id' })
    expect(names(pairTickets([...english, indonesian], DUELS))).toEqual([['a1', 'a2']])
    const duels = [ticket('a1', 1, { ...home, seats: 2 }), ticket('a2', 2, { ...home, seats: 2 })]
    expect(names(pairTickets([...duels, any], PACKS))).toEqual([['a1', 'b']])
  })

  it('[VERIFIED-5] players behind one address race at once when nobody else waits', () => {
    const pupils = Array.from({ length: 30 }, (_, i) => ticket(`p${i}`, i, home))
    expect(pairTickets(pupils, DUELS)).toHaveLength(15)
    expect(names(pairTickets(pupils, PACKS)).map(({ length }) => length)).toEqual(Array(6).fill(5))
    expect(pairTickets(pupils.slice(0, 2), DUELS)).toHaveLength(1)
  })

  it('[PAIRING-3] of those who must not meet, players of one node are still put together', () => {
    const at = (node: string, network: string, since: number) =>
      ticket(`${node}-${network}`, since, { node, network })
    const waiting = [at('g1', 'x', 1), at('g2', 'x', 2), at('g1', 'y', 3), at('g2', 'y', 4), at('g1', 'z', 5), at('g1', 'w', 6)] // biome-ignore format: one case a line
    expect(names(pairTickets(waiting, DUELS))).toEqual([
      ['g1-x', 'g1-y'],
      ['g1-z', 'g1-w'],
      ['g2-x', 'g2-y'],
    ])
  })

  it('[VERIFIED-5] for any players of one language: as many race as could, and as few as can be meet their own address', () => {
    const anyTicket = fc.record({
      node: fc.constantFrom('g1', 'g2'),
      network: fc.constantFrom('a', 'b', 'c', 'd'),
    })
    fc.assert(
      fc.property(fc.array(anyTicket, { maxLength: 24 }), wishes => {
        const tickets = wishes.map((wish, i) => ticket(`p${i}`, i, wish))
        const groups = pairTickets(tickets, DUELS)
        expect(groups).toHaveLength(Math.floor(tickets.length / 2))
        const largest = Math.max(
          0,
          ...['a', 'b', 'c', 'd'].map(one => wishes.filter(w => w.network === one).length),
        )
        expect(sharing(groups)).toBe(Math.max(0, groups.length - (tickets.length - largest)))
      }),
      { seed: 7, numRuns: 300 },
    )
  })

  it('[PAIRING-2] for any requests: a player who has to wait could race nobody, and could join no race', () => {
    const anyTicket = fc.record({
      node: fc.constantFrom('g1', 'g2'),
      network: fc.constantFrom('a', 'a', 'b', undefined),
      lang: fc.constantFrom('en', 'id', undefined),
      seats: fc.constantFrom(2, 5, undefined),
    })
    fc.assert(
      fc.property(
        fc.array(anyTicket, { maxLength: 14 }),
        fc.integer({ min: 2, max: 6 }),
        (wishes, seatsMax) => {
          const tickets = wishes.map(({ network, lang, seats, node }, i) =>
            ticket(`p${i}`, i, {
              node,
              ...(network && { network }),
              ...(lang && { lang }),
              ...(seats && { seats }),
            }),
          )
          const groups = pairTickets(tickets, { seatsMax, lang: 'en' })
          const racing = groups.flatMap(group => group.tickets)
          expect(new Set(racing).size).toBe(racing.length)
          for (const group of groups) {
            const most = Math.min(seatsMax, ...group.tickets.map(({ seats = seatsMax }) => seats))
            expect(group.tickets.length).toBeGreaterThanOrEqual(2)
            expect(group.tickets.length).toBeLessThanOrEqual(most)
            for (const { lang } of group.tickets) expect([group.lang, undefined]).toContain(lang)
          }
          const leftOver = tickets.filter(one => !racing.includes(one))
          for (const one of leftOver) {
            expect(leftOver.filter(other => other !== one && mayMeet(one.lang, other.lang))).toEqual([])
            for (const group of groups) {
              if (!mayMeet(one.lang, group.lang) || (one.seats ?? seatsMax) < group.tickets.length) continue
              if (group.tickets.some(({ network }) => network !== undefined && network === one.network))
                continue
              expect(sharing([group])).toBe(0)
            }
          }
        },
      ),
      { seed: 7, numRuns: 500 },
    )
  })
})

const home = { network: 'home' }

const mayMeet = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other

/** How many seats race somebody of their own address that came before them in the race. */
const sharing = (groups: ReturnType<typeof pairTickets>): number =>
  groups.reduce((sum, { tickets }) => {
    const networks = tickets.flatMap(({ network }) => network ?? [])
    return sum + networks.length - new Set(networks).size
  }, 0)
