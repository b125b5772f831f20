import { clusterOffset, type LocalClock, type RunningLink } from '@ketik/client'
import type { Key } from './typist.ts'

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
    this.goOn()
  }

  /** A node has given the race back. A notice of the link may call this, so it presses nothing before that is over. */
  goOn(): void {
    this.#cancel()
    this.#cancel = this.clock.after(0, () => this.#pressDue())
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
    const { link } = running
    const { race } = link
    if (race === null || race.view.id !== this.#race) return undefined
    const typed = race.outbox.keys.length
    const [offsetMs, key] = this.#keys[typed] ?? []
    if (offsetMs === undefined || key === undefined) return undefined
    const clusterOffsetMs = race.count > 0 ? clusterOffset(link) : race.offsetMs
    const dueAt = race.view.startsAt + offsetMs - clusterOffsetMs
    const waitMs = dueAt - this.clock.now()
    if (waitMs > 0) return waitMs
    running.tell({ on: 'press', keys: [key] }, dueAt)
    // A race that takes no more keys is over for this player.
    return running.link.race?.outbox.keys.length === typed ? undefined : 0
  }
}
