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
  it('[N1] two who wait race at once, and of three only the youngest waits on', () => {
    expect(names(pairTickets([ticket('a', 1)], DUELS))).toEqual([])
    expect(names(pairTickets([ticket('a', 1), ticket('b', 2)], DUELS))).toEqual([['a', 'b']])
    expect(names(pairTickets([ticket('a', 1), ticket('b', 2), ticket('c', 3)], DUELS))).toEqual([['a', 'b']])
  })

  it('[N2] when more may race together the groups are as even as can be, and nobody waits', () => {
    const waiting = (count: number) => Array.from({ length: count }, (_, i) => ticket(`p${i}`, i))
    const sizes = (count: number) => names(pairTickets(waiting(count), PACKS)).map(({ length }) => length)
    expect(sizes(2)).toEqual([2])
    expect(sizes(3)).toEqual([3])
    expect(sizes(5)).toEqual([5])
    expect(sizes(6)).toEqual([3, 3])
    expect(sizes(11).sort()).toEqual([3, 4, 4])
  })

  it('[N2] who wants a duel gets one where packs are the rule', () => {
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

  it('[N3] players of one node are put together, of those who race anyway', () => {
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

  it('[N4] languages do not meet; who asked for none goes where someone is left over', () => {
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

  it('[P16] a room starts with as many as it asks for, and takes nobody from outside', () => {
    const room = { room: 'r', seats: 3 }
    const two = [ticket('a', 1, room), ticket('b', 2, room), ticket('x', 3)]
    expect(names(pairTickets(two, DUELS))).toEqual([])
    expect(names(pairTickets([...two, ticket('c', 4, room)], DUELS))).toEqual([['a', 'b', 'c']])
  })

  it('[N1] [N4] whoever waits: nobody is paired twice, no group is too small or too large, at most one of a language waits', () => {
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
})
