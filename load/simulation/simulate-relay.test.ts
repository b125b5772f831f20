import { describe, expect, it } from 'vitest'
import { seeded } from '../../infra/test/seeded.ts'
import { expectedPublishes, simulateRelay } from './simulate-relay.ts'

const UPDATES_PER_SECOND = 4
const SEED = 7

const simulate = (cluster: Parameters<typeof simulateRelay>[0], ticks = 4) =>
  simulateRelay(cluster, { updatesPerSecond: UPDATES_PER_SECOND, ticks }, seeded(SEED))

/** A tenth of the races of a million racers: with as few to a pair of nodes as a thousand nodes would have. */
const RACES = 50_000
const NODES = 1_000
const NO_CHOICE = 2

describe('the relay at 1,000 nodes', () => {
  it('[LOAD-5] is the same for the same seed, and what the formula says', () => {
    const cluster = { nodes: 100, races: RACES, waiting: NO_CHOICE }
    const figures = simulate(cluster)
    expect(simulate(cluster)).toEqual(figures)
    for (const nodes of [10, 100, NODES]) {
      const { publishes } = simulate({ nodes, races: RACES, waiting: NO_CHOICE })
      expect(publishes / expectedPublishes(nodes, RACES, UPDATES_PER_SECOND)).toBeCloseTo(1, 1)
    }
  })

  it('[LOAD-6] batches shrink to one entry as nodes grow: publishing then costs as much as without batches', () => {
    const [few, some, many] = [10, 100, NODES].map(nodes =>
      simulate({ nodes, races: RACES, waiting: NO_CHOICE }),
    )
    expect(few?.entriesPerPublish).toBeGreaterThan(150)
    expect(some?.entriesPerPublish).toBeGreaterThan(2)
    expect(many?.entriesPerPublish).toBeLessThan(1.05)
    // The number of messages has a ceiling at first (a message for each pair and tick), later the updates are it.
    expect(few?.publishes).toBeCloseTo(10 * 9 * 20, 0)
    expect(many?.publishes).toBeGreaterThan(0.95 * 2 * RACES * UPDATES_PER_SECOND)
  })

  it('[LOAD-7] same-node seating helps only where many wait for each node', () => {
    const crossing = (nodes: number, waiting: number) =>
      simulate({ nodes, races: 20_000, waiting }, 1).crossing
    expect(crossing(3, 400)).toBeLessThan(0.02)
    expect(crossing(10, 400)).toBeLessThan(0.05)
    expect(crossing(100, 400)).toBeLessThan(0.3)
    expect(crossing(NODES, 400)).toBeGreaterThan(0.8)
    expect(crossing(10, NO_CHOICE)).toBeGreaterThan(0.88)
  })

  it('[LOAD-8] cells keep the batches of a small cluster, however many cells there are', () => {
    const whole = simulate({ nodes: NODES, races: RACES, waiting: NO_CHOICE })
    const cells = simulate({ nodes: NODES, races: RACES, waiting: NO_CHOICE, cellNodes: 10 })
    expect(cells.pairs).toBe(NODES * 9)
    expect(whole.pairs).toBeGreaterThan(10 * cells.pairs)
    expect(cells.publishes).toBeLessThan(whole.publishes / 2)
    // Each node hears from nine others: twenty ticks of nine messages at the most, whatever the number of racers.
    expect(cells.inboxMax).toBeLessThanOrEqual(9 * 20)
    expect(whole.inbox).toBeGreaterThan(cells.inboxMax)
  })
})
