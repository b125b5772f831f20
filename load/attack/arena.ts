import { setTimeout as pause } from 'node:timers/promises'
import type { Tally } from './tally.ts'

/** Where the doors of the cluster under attack are. */
export type Doors = {
  readonly gateways: readonly {
    readonly http: number
    readonly diagnostics: number
    readonly plain: number
  }[]
  readonly edges: readonly { readonly race: number; readonly nick: number }[]
  /** A race door behind the PROXY protocol. */
  readonly proxied: number
}

/** What an attack is given: where to, for how long, and where to count what became of it. */
export type Arena = {
  readonly doors: Doors
  /** Each attack comes from a network of its own: budgets outlast it. */
  readonly network: number
  /** How much of the full scale, up to 1. */
  readonly scale: number
  readonly tally: Tally
  /** Monotonic ms. */
  readonly endsAt: number
}

/** An attacker's address; 0 is that of attacks "from one address". None of them is an honest player's. */
export const attackerAddress = ({ network }: Arena, i = 0): string =>
  `127.${network}.${Math.floor(i / 250)}.${1 + (i % 250)}`

export const isOn = ({ endsAt }: Arena): boolean => performance.now() < endsAt

const TURN_MS = 20

/** Acts so often a second, in turns of 20 ms, to the end of the attack; what a busy machine kept it from is left out. */
export const atRate = async (arena: Arena, perSecond: number, act: (i: number) => void): Promise<void> => {
  let due = 0
  let done = 0
  while (isOn(arena)) {
    due += (perSecond * TURN_MS) / 1_000
    for (; done < Math.floor(due); done++) act(done)
    await pause(TURN_MS)
  }
}

/** Acts in so many lines side by side, one act after the other in each, to the end of the attack. */
export const sideBySide = async (
  arena: Arena,
  lines: number,
  act: (line: number, turn: number) => Promise<unknown>,
): Promise<void> => {
  await Promise.all(
    Array.from({ length: lines }, async (_, line) => {
      for (let turn = 0; isOn(arena); turn++) await act(line, turn)
    }),
  )
}
