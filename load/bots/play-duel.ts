import type { OpenTransport } from '@ketik/client'
import type { Meter } from '../measures/metrics.ts'
import { ClaimRacer } from './claim-racer.ts'
import { Racer } from './racer.ts'

const KINDS = { keys: Racer, claims: ClaimRacer } as const

type Bot = Racer | ClaimRacer

export type Duel = {
  /** The names of the two begin with it. */
  readonly name: string
  /** Whether each types by protocol v1 or claims by contract A. */
  readonly kinds: readonly (keyof typeof KINDS)[]
  /** Where they race each other. Without it each races whomever the public queue gives it. */
  readonly room?: string
  readonly wpm: number
  readonly seed: number
  /** Where the first one connects; the other one takes the next door, and so does who comes back. */
  readonly door: number
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
  const { name, meter } = duel
  const bots = duel.kinds.map((kind, seat) => {
    let door = duel.door + seat
    return new KINDS[kind]({ name: `${name}-${seat}`, connect: () => duel.connect(door++), meter })
  })
  let areIn = false
  try {
    await Promise.all(bots.map(bot => bot.enter()))
    areIn = true
    await duel.onEntered?.(bots)
    return await race(duel, bots)
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

const race = async (duel: Duel, bots: readonly Bot[]): Promise<readonly Raced[]> => {
  const { room, wpm, seed, meter, onMatched } = duel
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
      const { race, result, reason } = await bot.raceAt(wpm + 10 * seat, seed + seat)
      // Typed to its end: contract A says so, v1 gives no reason.
      const hasEnded = /^(won|lost)$/.test(result) && (reason === undefined || reason === 'finish')
      meter('race_ended', hasEnded ? 1 : 0)
      if (!hasEnded) console.error(`${race} ended as ${result}: ${reason}`)
      return { name: bot.name, race }
    }),
  )
  if (areFacing) meter('start_skew_ms', Math.abs(one.meter.startedAt - other.meter.startedAt))
  return raced
}
