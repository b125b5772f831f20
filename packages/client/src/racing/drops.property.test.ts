import { BACKSPACE, ERASE_WORD, isComplete } from '@ketik/race'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Conversation, refusal } from '../conversation.testkit.ts'
import { typedAgain } from './link-race.ts'

const TEXT = 'abc ab cab'

/** A server that takes batches as ours does, and forgets what is not checkpointed when a node is lost. */
class FakeServer {
  log: [number, string][] = []
  saved = 0
  #isUp = true

  constructor(private readonly player: Conversation) {}

  /** Reads what the program sent; `lossy`: the connection breaks before it does. */
  read(lossy = false): void {
    const batches = this.player.take()
    if (lossy || !this.#isUp) return
    for (const batch of batches) if (batch.type === 'keys') this.#take(batch.from, batch.keys)
  }

  checkpoint(): void {
    this.saved = this.log.length
    if (this.#isUp) this.player.hear({ type: 'tick', race: 'r1', ack: this.saved, seats: [] })
  }

  drop(forgets: boolean): void {
    this.read(true)
    this.player.tell({ on: 'closed' })
    this.#isUp = false
    if (forgets) this.log = this.log.slice(0, this.saved)
  }

  resume(): void {
    if (this.#isUp) return
    this.#isUp = true
    const { player } = this
    for (let tries = 0; player.link.connection.phase === 'away' && tries < 100; tries++) player.pass(100)
    player.tell({ on: 'opened' }).welcomed()
    this.saved = this.log.length
    const seats = [0, 1].map(seat => ({ seat, state: 'racing' as const, correct: 0, wpm: 0 }))
    const race = player.link.race?.view ?? player.viewOf(TEXT)
    player.hear({ type: 'snapshot', race, ack: this.log.length, keys: this.log, seats })
  }

  #take(from: number, keys: readonly [number, string][]): void {
    const expected = this.log.length
    if (from === expected) this.log.push(...keys)
    else {
      const code = from < expected ? 'keys_repeated' : 'keys_out_of_order'
      this.player.hear(refusal(code, expected))
      this.read()
    }
  }
}

const act = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('right', 'right', 'right', 'wrong', 'erase', 'word') },
  { weight: 4, arbitrary: fc.constantFrom('wait', 'read', 'checkpoint') },
  { weight: 2, arbitrary: fc.constantFrom('drop', 'crash', 'resume') },
)

it('[CLIENT-13] whatever breaks and whenever, each key reaches the server once and in order', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80 }), acts => {
      const player = new Conversation().login()
      player.matched(player.viewOf(TEXT, 0)).pass(1)
      const server = new FakeServer(player)
      const press = (key: string) => player.tell({ on: 'press', keys: [key] })
      const next = () => player.link.race?.typing.graphemes[player.link.race.typing.correct] ?? 'a'
      const does: Readonly<Record<string, () => unknown>> = {
        right: () => player.type(next(), 7),
        wrong: () => player.type('z', 7),
        erase: () => press(BACKSPACE),
        word: () => press(ERASE_WORD),
        wait: () => player.pass(130),
        read: () => server.read(),
        checkpoint: () => server.checkpoint(),
        drop: () => server.drop(false),
        crash: () => server.drop(true),
        resume: () => server.resume(),
      }
      for (const one of acts) does[one]?.()
      server.resume()
      player.pass(200)
      server.read()
      const race = player.link.race
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
