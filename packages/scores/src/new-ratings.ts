import { rate } from 'openskill'

/** Races a day in which two players may rate each other. */
const RACES_A_DAY_MAX = 3

/** A player in the rating of one race, with the rating it has now. */
export type Entrant = {
  readonly playerId: string
  /** The lower, the better; equal ones are a draw. */
  readonly rank: number
  /** By this race, before another of its results was accepted. */
  readonly isRated: boolean
  readonly ratedRaces: number
  readonly mu: number
  readonly sigma: number
}

export type RaceToRate = {
  readonly raceId: string
  /** UTC, of the end of the race. */
  readonly day: string
  readonly entrants: readonly Entrant[]
}

type Rating = {
  readonly playerId: string
  /** The count it was computed from, and by how many it grows. */
  readonly ratedRaces: number
  readonly more: number
  readonly mu: number
  readonly sigma: number
}

/** Two players and how many races of a day have rated them by each other; `low` is the lower id. */
export type RatedPair = {
  readonly day: string
  readonly low: string
  readonly high: string
  readonly races: number
}

export type NewRatings = {
  /** Of every entrant, also of one whose rating stays. */
  readonly ratings: readonly Rating[]
  /** What these races add; `races` is how many. */
  readonly pairs: readonly RatedPair[]
  /** By race, how many players it has moved. */
  readonly moved: ReadonlyMap<string, number>
}

/**
 * Each race from the ratings that the one before it left (openskill's Plackett-Luce). An entrant is rated by those with
 * whom it has raced less than three times that day, and by a race at most once. Races are in the order in which they
 * ended.
 */
export function newRatings(races: readonly RaceToRate[], before: readonly RatedPair[]): NewRatings {
  const ratings = new Map<string, Rating>()
  const met = new Map(before.map(pair => [keyOf(pair), pair.races]))
  const added = new Map<string, RatedPair>()
  const moved = new Map<string, number>()
  for (const race of races) {
    const present = race.entrants.map(entrant => ratings.get(entrant.playerId) ?? { ...entrant, more: 0 })
    for (const { playerId, ratedRaces, more, mu, sigma } of present)
      ratings.set(playerId, { playerId, ratedRaces, more, mu, sigma })
    const rated = rateRace(race, present, pair => (met.get(keyOf(pair)) ?? 0) < RACES_A_DAY_MAX)
    moved.set(race.raceId, rated.ratings.length)
    for (const rating of rated.ratings) ratings.set(rating.playerId, rating)
    for (const [key, pair] of rated.pairs) {
      met.set(key, (met.get(key) ?? 0) + 1)
      added.set(key, { ...pair, races: (added.get(key)?.races ?? 0) + 1 })
    }
  }
  return { ratings: [...ratings.values()], pairs: [...added.values()], moved }
}

type Pair = Omit<RatedPair, 'races'>

function rateRace(
  { day, entrants }: RaceToRate,
  present: readonly Rating[],
  mayRate: (pair: Pair) => boolean,
) {
  const ratings: Rating[] = []
  const pairs = new Map<string, Pair>()
  const computed = new Map<string, ReturnType<typeof rate>>() // one field of players rates all of them at once
  for (const [number, { playerId, isRated }] of entrants.entries()) {
    const own = present[number]
    if (isRated || own === undefined) continue
    const field = entrants.flatMap((other, index) =>
      index === number || mayRate(pairOf(day, playerId, other.playerId)) ? [index] : [],
    )
    if (field.length < 2) continue
    const key = field.join()
    const after = computed.get(key) ?? rateField(field, present, entrants)
    computed.set(key, after)
    ratings.push({ ...own, ...after[field.indexOf(number)]?.[0], more: own.more + 1 })
    for (const index of field) {
      const other = entrants[index]
      if (other === undefined || index === number) continue
      const pair = pairOf(day, playerId, other.playerId)
      pairs.set(keyOf(pair), pair)
    }
  }
  return { ratings, pairs }
}

const rateField = (field: readonly number[], present: readonly Rating[], entrants: readonly Entrant[]) =>
  rate(
    field.flatMap(index => (present[index] === undefined ? [] : [[present[index]]])),
    { rank: field.flatMap(index => entrants[index]?.rank ?? []) },
  )

function pairOf(day: string, one: string, other: string): Pair {
  const [low, high] = BigInt(one) < BigInt(other) ? [one, other] : [other, one]
  return { day, low, high }
}

const keyOf = ({ day, low, high }: Pair): string => `${day} ${low} ${high}`
