import type { KeyTypist } from './key-typist.ts'
import type { ReportTypist } from './report-typist.ts'

/** Who types on a seat: told by `timed`. */
export type Typist = KeyTypist | ReportTypist
