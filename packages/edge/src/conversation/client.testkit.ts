import type { EdgeNode } from '../node/edge-node.ts'
import type { LoginHint } from '../session/login.ts'
import { PlayerSession } from '../session/player-session.ts'
import { FakeTransport, type Heard, kindOf } from './fake-transport.testkit.ts'

/** How long a person takes for one key. */
const KEY_MS = 100

/** A client of one node: it says something, time passes, and it reads what came back. */
export class Client {
  readonly transport: FakeTransport
  readonly session: PlayerSession

  constructor(node: EdgeNode, hint?: LoginHint, address?: string) {
    this.transport = new FakeTransport(address, payload => this.session.onAlive(payload))
    this.session = new PlayerSession(node, this.transport, hint)
  }

  say(...messages: readonly Heard[]): void {
    for (const message of messages) this.session.onBytes(Buffer.from(JSON.stringify(message)))
  }

  /** Sends a part of the text, one key each 100 ms, as a batch. `from`: the number of the first key. */
  type(race: string, text: string, from = 0): void {
    const keys = [...text].map((key, i) => [(from + i + 1) * KEY_MS, key])
    this.say({ type: 'keys', race, from, keys })
  }

  /** Everything that the client received since the last call. */
  take(): readonly Heard[] {
    return this.transport.take()
  }

  /** The same, by what each message is; frames that repeat themselves are left out. */
  takeKinds(): readonly string[] {
    return this.take()
      .map(kindOf)
      .filter(kind => kind !== 'tick')
  }

  hangUp(): void {
    this.session.onClose()
  }
}
