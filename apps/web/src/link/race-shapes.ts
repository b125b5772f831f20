import type { LoggedKey } from '@ketik/race'
import { number, type Shape, text, tupleOf } from './shape.ts'

const claimedKey = tupleOf<readonly [number, string]>(number, text)
const datedKey = tupleOf<readonly [number, string, number]>(number, text, number)

const releasedKey = tupleOf<readonly [number, string, number, number]>(number, text, number, number)

export const loggedKey: Shape<LoggedKey> = (value): value is LoggedKey =>
  claimedKey(value) || datedKey(value) || releasedKey(value)
