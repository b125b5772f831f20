import type { Arena } from './arena.ts'

export type Attack = {
  readonly name: string
  readonly what: string
  readonly from: 'one address' | 'many addresses'
  /** Also among the quick ones. */
  readonly telling?: boolean
  /** What the server bounds by time takes longer to show. */
  readonly isPatient?: boolean
  run(arena: Arena): Promise<void>
}
