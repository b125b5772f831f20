import type { MemoryServer } from '../memory-server.ts'

/** A script of `../../src/scripts`, with its steps in the same order. The contract suite holds the two together. */
export type Script = (redis: MemoryServer, keys: readonly string[], args: readonly string[]) => unknown

export type Scripts = Readonly<Record<string, Script>>

export const at = (list: readonly string[], index: number): string => list[index] ?? ''
