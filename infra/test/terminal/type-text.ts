import { setTimeout as pause } from 'node:timers/promises'
import { seeded } from '../seeded.ts'
import type { Pane } from './tmux.ts'

/** About 110 words a minute: under the speed from which the rhythm of keys is read. Even gaps would be for review. */
const GAP_MS = 105

/** Types a text key by key at the speed of a quick typist, with the jitter of a hand. */
export const typeText = async (pane: Pane, text: string): Promise<void> => {
  const random = seeded(text.length)
  let due = performance.now()
  for (const key of text) {
    await pane.type(key)
    due += GAP_MS * (0.6 + 0.8 * random())
    await pause(due - performance.now())
  }
}
