import type { Holder, SharedCluster } from '@ketik/cluster'
import type { CloseReason } from '@ketik/protocol'
import type { NodeId } from '@ketik/race'
import { networkOf } from '../limits/network-of.ts'

/** Time for a connection to answer a ping before its name goes to a client that returned. */
const PING_MS = 1_500
/** Time for the holder's node to answer: the ping, and the way there and back. */
const NODE_MS = 3_000

/** A connection that holds a name, as seen by one that asks for it. */
export type HoldingSession = {
  readonly address: string
  /** Resolves when it has ended and its name is given back. */
  readonly gone: Promise<void>
  answers(withinMs: number): Promise<boolean>
  close(reason: CloseReason): void
}

type Deps = { readonly cluster: Pick<SharedCluster, 'node' | 'inbox'>; newId(kind: 's'): string }

/**
 * The chat connections of this node that hold a name, by session. A client that lost its connection without a goodbye may
 * return, at any node, before the server has found the old connection dead: the holder's node then asks the old one.
 */
export class NameHolders {
  readonly #sessions = new Map<string, HoldingSession>()
  readonly #asked = new Map<string, (isGone: boolean) => void>()

  constructor(private readonly deps: Deps) {}

  register(session: string, holding: HoldingSession): void {
    this.#sessions.set(session, holding)
  }

  forget(session: string): void {
    this.#sessions.delete(session)
  }

  /** The player has entered elsewhere. */
  takenOver(session: string): void {
    this.#sessions.get(session)?.close('taken_over')
  }

  /** True when the holder was a connection from the same network that answers no more: it has been ended then. */
  async endIfGone({ node, session }: Holder, address: string): Promise<boolean> {
    const network = networkOf(address)
    if (node === this.deps.cluster.node) return await this.#endIfGone(session, network)
    const ask = this.deps.newId('s')
    return await new Promise<boolean>(resolve => {
      const answer = (isGone: boolean) => {
        clearTimeout(timer)
        this.#asked.delete(ask)
        resolve(isGone)
      }
      const timer = setTimeout(() => answer(false), NODE_MS)
      this.#asked.set(ask, answer)
      this.deps.cluster.inbox.addUrgent(node, ['end-if-gone', ask, session, network])
    })
  }

  /** Another node asks. */
  async onAsked(from: NodeId, ask: string, session: string, network: string): Promise<void> {
    const isGone = await this.#endIfGone(session, network)
    this.deps.cluster.inbox.addUrgent(from, ['gone', ask, isGone])
  }

  onAnswered(ask: string, isGone: boolean): void {
    this.#asked.get(ask)?.(isGone)
  }

  /** Nobody waits for an answer any more. */
  close(): void {
    for (const answer of [...this.#asked.values()]) answer(false)
  }

  async #endIfGone(session: string, network: string): Promise<boolean> {
    const holding = this.#sessions.get(session)
    if (holding === undefined || networkOf(holding.address) !== network) return false
    if (await holding.answers(PING_MS)) return false
    holding.close('taken_over')
    await holding.gone
    return true
  }
}
