import type { Closed, Greeting, InLobby } from './plain-phases.ts'
import type { Queueing } from './queueing.ts'
import type { Racing } from './racing.ts'

/** What a player is doing. Each phase owns its data, and the messages that only it understands. */
export type Phase = Greeting | InLobby | Queueing | Racing | Closed
