import type { BasicServerMessage, CloseReason, ServerMessage } from '@ketik/protocol'
import type { Transport } from '../connection/transport.ts'
import type { AddressShare } from '../limits/address-share.ts'
import type { Membership } from '../member/membership.ts'
import type { EdgeNode } from '../node/edge-node.ts'
import type { Latency } from './latency.ts'

/** A player's session, as the things that it can do see it. */
export type Player = {
  readonly id: string
  readonly node: EdgeNode
  readonly transport: Transport
  readonly share: AddressShare
  readonly latency: Latency
  /** Speaks protocol v1; otherwise contract A. */
  readonly v1: boolean
  /** Absent until the login. */
  readonly membership: Membership | undefined
  readonly isOpen: boolean
  /** The client has ended its side; nothing more comes from it. */
  readonly isHungUp: boolean
  /** Sends a message that is encoded already. */
  send(frame: string): void
  /** The client does not keep up. */
  isBehind(): boolean
  tell(message: ServerMessage | BasicServerMessage): void
  close(reason: CloseReason): void
  /** Back to the lobby, unless another phase has begun since. */
  leave(phase: { readonly at: string }): void
}
