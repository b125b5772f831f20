import { type Key, Typist } from '../../infra/test/typist.ts'
import { SentUpdates } from '../measures/sent-updates.ts'

/** A v1 player that notes when it sent what. */
export class MeasuredTypist extends Typist {
  readonly updates = new SentUpdates()

  override sendBatch(from: number, keys: readonly Key[]): void {
    super.sendBatch(from, keys)
    const percent = Math.floor((100 * this.sent) / this.keys.length)
    this.updates.sent({ correct: this.sent, percent, at: performance.now() })
  }
}
