import { isComplete } from '@ketik/race'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Game, OFFSET_MS, raceOf } from '../game.testkit.ts'
import { typedAgain } from './race-state.ts'

const TEXT = 'abc ab cab'

/** A server that takes batches as ours does, and forgets what is not checkpointed when a node is lost. */
class FakeServer {
  log: [number, string][] = []
  saved = 0
  #isUp = true

  constructor(private readonly game: Game) {}

  /** Reads what the program sent; `lossy`: the connection breaks before it does. */
  read(lossy = false): void {
    const batches = this.game.sent('keys')
    if (lossy || !this.#isUp) return
    for (const batch of batches) if (batch.type === 'keys') this.#take(batch.from, batch.keys)
  }

  checkpoint(): void {
    this.saved = this.log.length
    if (this.#isUp) this.game.hear({ type: 'tick', race: 'r1', ack: this.saved, seats: [] })
  }

  drop(forgets: boolean): void {
    this.read(true)
    this.game.tell({ on: 'closed' })
    this.#isUp = false
    if (forgets) this.log = this.log.slice(0, this.saved)
  }

  resume(): void {
    if (this.#isUp) return
    this.#isUp = true
    const { game } = this
    for (let tries = 0; game.state.link.state === 'away' && tries < 100; tries++) game.pass(100)
    game.tell({ on: 'opened' }).welcomed()
    this.saved = this.log.length
    const seats = [0, 1].map(seat => ({ seat, state: 'racing' as const, correct: 0, wpm: 0 }))
    const view = game.state.race?.view
    game.hear({ type: 'snapshot', race: view, ack: this.log.length, keys: this.log, seats })
  }

  #take(from: number, keys: readonly [number, string][]): void {
    const expected = this.log.length
    if (from === expected) this.log.push(...keys)
    else {
      const code = from < expected ? 'keys_repeated' : 'keys_out_of_order'
      this.game.hear({ type: 'error', code, message: '', retryable: true, expected })
      this.read()
    }
  }
}

const act = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('right', 'right', 'right', 'wrong', 'erase', 'word') },
  { weight: 4, arbitrary: fc.constantFrom('wait', 'read', 'checkpoint') },
  { weight: 2, arbitrary: fc.constantFrom('drop', 'crash', 'resume') },
)

it('[X14] [X8] whatever breaks and whenever, each key reaches the server once and in order', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80 }), acts => {
      const game = new Game()
        .enter()
        .matched(raceOf(1_000_000 + OFFSET_MS, TEXT))
        .pass(1)
      const server = new FakeServer(game)
      const next = () => game.state.race?.typing.graphemes[game.state.race.typing.correct] ?? 'a'
      const does: Readonly<Record<string, () => unknown>> = {
        right: () => game.pass(7).type(next()),
        wrong: () => game.pass(7).type('z'),
        erase: () => game.press('backspace'),
        word: () => game.press('erase-word'),
        wait: () => game.pass(130),
        read: () => server.read(),
        checkpoint: () => server.checkpoint(),
        drop: () => server.drop(false),
        crash: () => server.drop(true),
        resume: () => server.resume(),
      }
      for (const one of acts) does[one]?.()
      server.resume()
      game.pass(200)
      server.read()
      const race = game.state.race
      expect(server.log).toEqual(race?.outbox.keys)
      const offsets = server.log.map(([offsetMs]) => offsetMs)
      expect(offsets).toEqual(offsets.toSorted((one, other) => one - other))
      const again = typedAgain(TEXT, server.log)
      expect([again.correct, again.wrong]).toEqual([race?.typing.correct, race?.typing.wrong])
      expect(race?.own !== null).toBe(isComplete(again))
    }),
    { seed: 15, numRuns: 300 },
  )
})
