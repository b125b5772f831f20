import { type LoggedKey, offlineSpansOf } from '@ketik/race'
import { isolated } from '../words/isolated.ts'
import type { Words } from '../words/words.ts'
import type { Span } from './draw-lines.ts'

const SECOND_MS = 1_000

/** Where in a race the viewer's own keys were typed while the connection was down. */
export const offlineSpans = (
  username: string,
  keys: readonly LoggedKey[],
  w: Words,
  seconds: (value: number) => string,
): readonly Span[] =>
  offlineSpansOf(keys).map(({ fromMs, toMs }) => {
    const [from, to] = [fromMs / SECOND_MS, toMs / SECOND_MS]
    return { from, to, label: w.offline, text: w.offlineSpan(isolated(username), seconds(from), seconds(to)) }
  })
