import type { Key } from '../../infra/test/typist.ts'
import type { LocalClock, RunningLink } from '../../packages/client/src/index.ts'

/** Presses the keys of a schedule into a link, each at its instant of the race, whether the link is online or not. */
export class KeySchedule {
  #race: string | undefined
  #keys: readonly Key[] = []
  #cancel: () => void = () => undefined

  constructor(
    private readonly running: () => RunningLink,
    private readonly clock: LocalClock,
  ) {}

  /** Types the race that the link is in. */
  begin(keys: readonly Key[]): void {
    this.end()
    this.#race = this.running().link.race?.view.id
    this.#keys = keys
    this.#pressDue()
  }

  end(): void {
    this.#race = undefined
    this.#cancel()
  }

  #pressDue(): void {
    for (let waitMs = this.#press(); waitMs !== undefined; waitMs = this.#press()) {
      if (waitMs <= 0) continue
      this.#cancel = this.clock.after(Math.ceil(waitMs), () => this.#pressDue())
      return
    }
  }

  /** Presses the next key, if it is due. Answers how long to wait before the next one; undefined after the last. */
  #press(): number | undefined {
    const running = this.running()
    const { race } = running.link
    if (race === null || race.view.id !== this.#race) return undefined
    const typed = race.outbox.keys.length
    const [offsetMs, key] = this.#keys[typed] ?? []
    if (offsetMs === undefined || key === undefined) return undefined
    const dueAt = race.view.startsAt + offsetMs - race.offsetMs
    const waitMs = dueAt - this.clock.now()
    if (waitMs > 0) return waitMs
    running.tell({ on: 'press', keys: [key] }, dueAt)
    // A race that takes no more keys is over for this player.
    return running.link.race?.outbox.keys.length === typed ? undefined : 0
  }
}
