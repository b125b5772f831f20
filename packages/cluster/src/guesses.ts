import type { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import type { RunScript } from './scripts.ts'

/** How often the passphrase of a name may be guessed: so often at once, and once each so many milliseconds. */
export const GUESSES_PER_NAME = { burst: 20, refillMs: 15_000 } as const

/** The budget of each name, `GUESSES_PER_NAME` at all nodes together. */
export class Guesses {
  constructor(
    private readonly run: RunScript,
    private readonly names: Names,
    private readonly clock: Pick<ClusterClock, 'now'>,
  ) {}

  /** Charges one guess; false when there is none left. Rejects when Redis is away. */
  async take(folded: string): Promise<boolean> {
    const { burst, refillMs } = GUESSES_PER_NAME
    const now = Math.round(this.clock.now())
    const taken = await this.run(
      'take-guess',
      [this.names.guesses(folded)],
      [now, refillMs, burst * refillMs],
    )
    return taken === 1
  }
}
