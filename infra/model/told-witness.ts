import type { GameOver } from '@ketik/protocol'
import { outcomeOf, type RaceId } from '@ketik/race'
import type { MemoryScores } from './memory-scores.ts'
import type { Witness } from './witness.ts'
import type { World } from './world.ts'

/** Notes what racers are told of their seats, and holds it against the shared state. */
export class ToldWitness {
  /** The last outcome that each seat was told. */
  readonly #outcomes = new Map<
    string,
    { readonly race: RaceId; readonly seat: number; readonly told: GameOver }
  >()
  /** How many keys of each seat were acknowledged. */
  readonly #acks = new Map<string, number>()

  constructor(
    private readonly witness: Witness,
    private readonly scores: MemoryScores,
    private readonly world: World,
  ) {}

  onAck(race: RaceId, seat: number, ack: number, isSnapshot: boolean): void {
    const key = `${race}:${seat}`
    const before = this.#acks.get(key) ?? 0
    if (isSnapshot && ack < before)
      this.world.fail('MODEL-7', `${key} was told of ${before} keys, then of ${ack}`)
    if (!isSnapshot) this.#acks.set(key, Math.max(before, ack))
  }

  onOutcome(username: string, told: GameOver): void {
    const { race } = told
    const seat = this.witness.race(race)?.plan.seats.findIndex(one => one.username === username) ?? -1
    if (seat < 0) return
    const key = `${race}:${seat}`
    const before = this.#outcomes.get(key)?.told
    if (before !== undefined && (before.result !== told.result || before.place !== told.place))
      this.world.fail('MODEL-3', `${key} was told ${JSON.stringify([before, told])}`)
    this.#outcomes.set(key, { race, seat, told })
  }

  /** Every racer was told what the last record says and what is stored, whichever node told it. */
  checkAtRest(): void {
    for (const [key, { race: id, seat, told }] of this.#outcomes) {
      const race = this.witness.race(id)
      const result = race && outcomeOf(race, seat)?.result
      if (race !== undefined && told.result !== 'cancelled' && result !== told.result)
        this.world.fail('MODEL-3', `${key} was told ${told.result}, and the record says ${result}`)
      const stored = this.scores.settlements.get(id)?.seats[seat]?.outcome
      const place = stored?.state === 'finished' ? stored.place : undefined
      if (place !== undefined && told.place !== undefined && told.place !== place)
        this.world.fail('MODEL-3', `${key} was told place ${told.place}, stored is ${place}`)
    }
    for (const { raceId, text, seats } of this.scores.settlements.values()) {
      for (const { seat, keys } of seats) {
        const typed = (keys ?? []).map(([, key]) => key).join('')
        const acked = this.#acks.get(`${raceId}:${seat}`) ?? 0
        if (!text.text?.startsWith(typed))
          this.world.fail(
            'MODEL-7',
            `stored of ${raceId} seat ${seat} is "${typed}", the text is "${text.text}"`,
          )
        if (typed.length < acked)
          this.world.fail(
            'MODEL-7',
            `${acked} keys of ${raceId} seat ${seat} were acknowledged, stored is "${typed}"`,
          )
      }
    }
  }
}
