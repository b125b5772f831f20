/** One player of the load: what it sent and when, and what it has seen of its opponents. */
export type Racer = {
  readonly name: string
  readonly race: number
  readonly seat: number
  /** Of the two, the node it is connected to. */
  readonly node: number
  /** When each update was sent, in milliseconds; the update's number is its index. 0 is the start. */
  readonly sentAt: number[]
  /** The number of the last update seen of each opponent, by the opponent's index. */
  readonly seen: Map<number, number>
}

/** Players in races of `seats`, neighbours on different nodes. */
export const racersFor = (races: number, seats: number, nodes: number): readonly Racer[] =>
  Array.from({ length: races * seats }, (_, index) => {
    const race = Math.floor(index / seats)
    const seat = index % seats
    return { name: `p${index}`, race, seat, node: (race + seat) % nodes, sentAt: [0], seen: new Map() }
  })
