import { createHash, timingSafeEqual } from 'node:crypto'
import { refuse } from '@ketik/protocol'
import type { Asked } from './asked.ts'
import type { Reply } from './route.ts'

/** Lets in who bears the operators' secret. Compares digests, so that the time it takes tells nothing of it. */
export const admitOperators =
  (secret: string | undefined) =>
  ({ headers }: Asked): Reply<never> | undefined => {
    const given = /^bearer +(.*\S) *$/i.exec(headers.authorization)?.[1] ?? ''
    const isOperator = secret !== undefined && timingSafeEqual(digest(given), digest(secret))
    return isOperator ? undefined : { refusal: refuse('not_allowed') }
  }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
