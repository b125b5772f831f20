/** What the load runs measure, in the order of their summary. Trends are in milliseconds. */
export const METRICS = {
  /** From opening the connection to the answer to the login. */
  login_ms: 'trend',
  /** From asking for a race to the match. */
  match_ms: 'trend',
  /** From the start instant, by the player's own estimate of cluster time, to `start_game`. */
  start_late_ms: 'trend',
  /** Between the two `start_game` of one race. */
  start_skew_ms: 'trend',
  /** From the sending of an update to the frame that shows it to the opponent. */
  relay_ms: 'trend',
  /** From the loss of a connection in a race to the snapshot at another node. */
  back_ms: 'trend',
  /** Of a chat message, from its sending to each who hears it. */
  chat_ms: 'trend',
  logged_in: 'rate',
  came_back: 'rate',
  /** A player's race came to a result: won or lost, and not because somebody vanished. */
  race_ended: 'rate',
  /** The race's rows are in PostgreSQL, one for each seat, and each player has finished. */
  race_stored: 'rate',
  /** A listener heard every message of the lobby, once each. */
  heard_all: 'rate',
  keys_sent: 'counter',
  updates_sent: 'counter',
  /** Batches of keys that were refused and sent again: a player's clock was off, or one before was refused. */
  batches_again: 'counter',
  /** What a correct client should never see: refusals, and the end of a connection outside of a race. */
  refusals: 'counter',
} as const

/** Takes in one value, of a rate 1 or 0; `note` tells a person more. */
export type Meter = (metric: keyof typeof METRICS, value: number, note?: string) => void

type Bounds = Readonly<Partial<Record<keyof typeof METRICS, string>>>

const RACES: Bounds = {
  race_ended: 'rate==1',
  relay_ms: 'p(95)<100',
  start_skew_ms: 'p(99)<25',
  refusals: 'count==0',
}

/** What must hold of each load. */
export const BOUNDS: Readonly<Record<'tcp' | 'race' | 'soak' | 'storm' | 'lobby', Bounds>> = {
  tcp: RACES,
  race: { ...RACES, race_stored: 'rate==1' },
  soak: { ...RACES, race_stored: 'rate==1', came_back: 'rate==1' },
  storm: {
    logged_in: 'rate==1',
    came_back: 'rate==1',
    back_ms: 'p(95)<3000',
    relay_ms: 'p(95)<100',
    race_ended: 'rate==1',
    race_stored: 'rate==1',
    refusals: 'count==0',
  },
  lobby: { logged_in: 'rate==1', heard_all: 'rate==1', chat_ms: 'p(95)<250', refusals: 'count==0' },
}

/** So that the logins are not a storm where that is not what is measured. */
export const NEWCOMERS_PER_SECOND = 50
