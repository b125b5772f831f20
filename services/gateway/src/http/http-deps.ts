import type { Accounts, EdgeNode, Turns } from '@ketik/edge'
import type { OpenScores } from '@ketik/scores'
import type { ClientAddress } from '../client-address.ts'
import type { Cookies } from '../cookies.ts'
import type { OriginRule } from '../origin-rule.ts'
import type { OverTls } from '../over-tls.ts'

/** What the HTTP interface is made of. Boards, cluster and log are those of the node. */
export type HttpDeps = {
  readonly node: EdgeNode
  readonly scores: OpenScores
  readonly accounts: Accounts
  /** The built web client (apps/web/dist), read once; a page says how to build it when it is not there. */
  readonly webFolder: string | undefined
  /** Asked at each request, since port 0 is known only once its app listens. */
  readonly diagnosticsPort: () => number
  readonly clientAddress: ClientAddress
  readonly turns: Turns
  readonly isOwnPage: OriginRule
  /** Over TLS, cookies are `Secure`, and browsers stay on TLS. */
  readonly isOverTls: OverTls
  readonly cookies: Cookies
  /** What an operator proves to be one with; without it nobody is one. */
  readonly adminSecret?: string | undefined
  /** Monotonic ms by which request budgets refill. */
  readonly now?: (() => number) | undefined
}
