import type { Pane } from './tmux.ts'

/** About 110 words a minute: under the speed from which the rhythm of keys is read. */
const GAP_MS = 105

/** Types a text key by key at the speed of a quick typist. */
export const typeText = async (pane: Pane, text: string): Promise<void> => {
  let due = performance.now()
  for (const key of text) {
    await pane.type(key)
    due += GAP_MS
    await new Promise(resolve => setTimeout(resolve, due - performance.now()))
  }
}
