import type { Line } from './span.ts'

type Cursor = { readonly row: number; readonly col: number }
/** The whole screen: exactly `rows` lines, none wider than `cols`. */
export type Frame = { readonly lines: readonly Line[]; readonly cursor: Cursor | null }
