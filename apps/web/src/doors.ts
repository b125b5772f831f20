import type { FillRandomly, OpenTransport } from '@ketik/client'
import type { OpenStream } from './diagnostics/stream.ts'
import type { LateParts } from './late/late-part.ts'
import type { Reload } from './late/reload.ts'
import type { Ask } from './rest/ask.ts'
import type { Send } from './rest/send.ts'
import type { Shelf } from './shelf.ts'

/** Everything through which the page meets the world outside. The fake page has other doors of the same shape. */
export type Doors = {
  readonly connect: OpenTransport
  readonly ask: Ask
  readonly send: Send
  readonly openSocketStream: () => OpenStream
  readonly openEventStream: (url: string) => OpenStream
  readonly shelf: Shelf
  readonly lateParts: LateParts
  readonly reload: Reload
  /** Local milliseconds that never run backwards. */
  readonly now: () => number
  /** Spreads reconnects; not for secrets. */
  readonly chance: () => number
  /** Random bytes that nobody can predict, for room codes. */
  readonly fillRandomly: FillRandomly
}
