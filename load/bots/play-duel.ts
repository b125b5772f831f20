import type { OpenTransport } from '@ketik/client'
import { type Meter, NEWCOMERS_PER_SECOND } from '../measures/metrics.ts'
import { ClaimRacer } from './claim-racer.ts'
import { Racer } from './racer.ts'

const KINDS = { keys: Racer, claims: ClaimRacer } as const

type Bot = Racer | ClaimRacer

export type Duel = {
  /** Tells the names of this run from those of another one. */
  readonly run: string
  /** Which two of the run they are. */
  readonly table: number
  /** Which race of the two it is; newcomers come one table after the other, unless they come in a storm. */
  readonly round: number
  readonly isStorm?: boolean
  /** Whether each types by protocol v1 or claims by contract A. */
  readonly kinds: readonly (keyof typeof KINDS)[]
  /** Each races whomever the public queue gives it, instead of the other one in a room. */
  readonly isPublic?: boolean
  readonly wpm?: number
  /** The two come by doors next to each other; who comes back takes the next one. */
  connect(door: number): OpenTransport
  readonly meter: Meter
  /** Both are logged in; they ask for a race when this is done. */
  onEntered?(bots: readonly Bot[]): unknown
  onMatched?(bot: Bot): unknown
}

/** Who raced in which race. */
export type Raced = { readonly name: string; readonly race: string }

/** A race of two players, from their logins to its end. Answers who raced where; nobody when it broke. */
export const playDuel = async (duel: Duel): Promise<readonly Raced[]> => {
  const { table, round, meter } = duel
  const name = `${duel.run}-${table}-${round}`
  if (round === 0 && !duel.isStorm) await pause((2_000 * table) / NEWCOMERS_PER_SECOND)
  const bots = duel.kinds.map((kind, seat) => {
    let door = table + seat
    return new KINDS[kind]({ name: `${name}-${seat}`, connect: () => duel.connect(door++), meter })
  })
  let areIn = false
  try {
    await Promise.all(bots.map(bot => bot.enter()))
    areIn = true
    await duel.onEntered?.(bots)
    return await race(duel, duel.isPublic ? undefined : name, bots)
  } catch (error) {
    console.error(`${name}: ${error}`)
    for (const _ of bots) meter('race_ended', 0)
    return []
  } finally {
    for (const bot of bots) {
      meter('logged_in', areIn ? 1 : 0)
      bot.leave()
    }
  }
}

const race = async (
  { table, round, wpm = 70 + ((table * 7) % 40), meter, onMatched }: Duel,
  room: string | undefined,
  bots: readonly Bot[],
): Promise<readonly Raced[]> => {
  const [one, other] = bots
  const areFacing = room !== undefined && one !== undefined && other !== undefined
  if (areFacing) {
    one.meter.opponent = other.meter.updates
    other.meter.opponent = one.meter.updates
  }
  const askedAt = performance.now()
  for (const bot of bots) bot.ask(areFacing ? { room } : {})
  const raced = await Promise.all(
    bots.map(async (bot, seat) => {
      await bot.matched()
      meter('match_ms', performance.now() - askedAt)
      onMatched?.(bot)
      const { race, result, reason } = await bot.raceAt(wpm + 10 * seat, 2 * (table + 1_000 * round) + seat)
      // Typed to its end: contract A says so, v1 gives no reason.
      const hasEnded = /^(won|lost)$/.test(String(result)) && (reason === undefined || reason === 'finish')
      meter('race_ended', hasEnded ? 1 : 0)
      if (!hasEnded) console.error(`${race} ended as ${result}: ${reason}`)
      return { name: bot.name, race: String(race) }
    }),
  )
  if (areFacing) meter('start_skew_ms', Math.abs(one.meter.startedAt - other.meter.startedAt))
  return raced
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
