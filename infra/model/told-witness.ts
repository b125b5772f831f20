import type { GameOver } from '@ketik/protocol'
import { outcomeOf, type Race, type RaceId } from '@ketik/race'
import type { MemoryScores } from './memory-scores.ts'
import type { Witness } from './witness.ts'
import type { World } from './world.ts'

/** Notes what racers are told of their seats, and holds it against the shared state. */
export class ToldWitness {
  /** The last outcome that each racer was told, and how many of its keys were acknowledged: by race and name. */
  readonly #outcomes = new Map<string, GameOver>()
  readonly #acks = new Map<string, number>()

  constructor(
    private readonly witness: Witness,
    private readonly scores: MemoryScores,
    private readonly world: World,
  ) {}

  onAck(race: RaceId, username: string, ack: number, isSnapshot: boolean): void {
    const seat = `${race}:${username}`
    const before = this.#acks.get(seat) ?? 0
    if (!isSnapshot) this.#acks.set(seat, Math.max(before, ack))
    else if (ack < before) this.world.fail('MODEL-7', `${seat} was told of ${before} keys, then of ${ack}`)
  }

  onOutcome(username: string, told: GameOver): void {
    const seat = `${told.race}:${username}`
    const before = this.#outcomes.get(seat) ?? told
    if (before.result !== told.result || before.place !== told.place)
      this.world.fail('MODEL-3', `${seat} was told ${JSON.stringify([before, told])}`)
    this.#outcomes.set(seat, told)
  }

  /** Every racer was told what the last record says and what is stored, whichever node told it. */
  checkAtRest(): void {
    for (const race of this.witness.races.values())
      for (const number of race.seats.keys()) this.#checkSeat(race, number)
  }

  #checkSeat(race: Race, number: number): void {
    const { id, text, seats } = race.plan
    const seat = `${id}:${seats[number]?.username}`
    const told = this.#outcomes.get(seat)
    const result = outcomeOf(race, number)?.result
    if (told !== undefined && told.result !== 'cancelled' && told.result !== result)
      this.world.fail('MODEL-3', `${seat} was told ${told.result}, and the record says ${result}`)
    const stored = this.scores.settlements.get(id)?.seats[number]
    if (stored === undefined) return
    const place = stored.outcome.state === 'finished' ? stored.outcome.place : undefined
    if (place !== undefined && told?.place !== undefined && told.place !== place)
      this.world.fail('MODEL-3', `${seat} was told place ${told.place}, stored is ${place}`)
    const typed = (stored.keys ?? []).map(([, key]) => key).join('')
    const acked = this.#acks.get(seat) ?? 0
    if (!text.text.startsWith(typed))
      this.world.fail('MODEL-7', `${seat} typed "${text.text}", stored is "${typed}"`)
    if (typed.length < acked)
      this.world.fail('MODEL-7', `${seat} was told of ${acked} keys, stored is "${typed}"`)
  }
}
