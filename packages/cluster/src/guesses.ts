import type { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import type { RunScript } from './scripts.ts'

const BURST = 20
const REFILL_MS = 15_000

/** How often the passphrase of a name may be guessed, at all nodes together: 20 times at once, and once each 15 s. */
export class Guesses {
  constructor(
    private readonly run: RunScript,
    private readonly names: Names,
    private readonly clock: Pick<ClusterClock, 'now'>,
  ) {}

  /** Charges one guess; false when there is none left. Rejects when Redis is away. */
  async take(folded: string): Promise<boolean> {
    const now = Math.round(this.clock.now())
    const taken = await this.run(
      'take-guess',
      [this.names.guesses(folded)],
      [now, REFILL_MS, BURST * REFILL_MS],
    )
    return taken === 1
  }
}
