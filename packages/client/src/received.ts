import type { ServerMessage } from '@ketik/protocol'

/** What came from the server: a message, a message of a later version, which is passed over, or garbage. */
export type Received =
  | { readonly read: 'message'; readonly message: ServerMessage }
  | { readonly read: 'unknown' }
  | { readonly read: 'garbage' }

/** Reads a frame or a line. */
export type Decode = (text: string) => Received
