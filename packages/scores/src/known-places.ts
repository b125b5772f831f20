import type { Database } from './database.ts'

/** How long a place stays known after the account signed in there. */
export const KNOWN_FOR = '30 days'
/** Places of one account; the one that was used least recently is forgotten first. */
const PLACES_MAX = 20

/** Browsers and networks where accounts signed in, as keyed hashes. */
export type KnownPlaces = {
  /** Which of the places an account signed in from during the last 30 days. */
  knownPlaces(player: string, places: readonly string[]): Promise<readonly string[]>
  notePlaces(player: string, places: readonly string[]): Promise<void>
}

// Parameters: $1 player, $2 places.
const READ = /* sql */ `
  select place from known_places where player = $1 and place = any ($2) and seen_at > now() - interval '${KNOWN_FOR}'`

// Parameters: $1 player, $2 places. An account that was deleted meanwhile notes nothing.
const NOTE = /* sql */ `
  insert into known_places (player, place)
  select player, place from accounts, unnest($2::text[]) as place where player = $1
  on conflict (player, place) do update set seen_at = now()`

// Parameters: $1 player, $2 places at most.
const FORGET = /* sql */ `
  delete from known_places k where k.player = $1 and k.place in (
    select place from known_places where player = $1 order by seen_at desc, place offset $2)`

export const knownPlaces = (database: Database): KnownPlaces => ({
  knownPlaces: async (player, places) => {
    const rows = await database.query<{ place: string }>('reading known places', READ, [player, places])
    return rows.map(({ place }) => place)
  },
  notePlaces: async (player, places) => {
    await database.query('noting known places', NOTE, [player, places])
    await database.query('forgetting known places', FORGET, [player, PLACES_MAX])
  },
})
