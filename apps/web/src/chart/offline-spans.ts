import { type LoggedKey, offlineSpansOf } from '@ketik/race'
import { isolated } from '../words/isolated.ts'
import type { Words } from '../words/words.ts'
import type { Span } from './draw-lines.ts'

type Racer = { readonly username: string; readonly mine: boolean; readonly keys: readonly LoggedKey[] }

const SECOND_MS = 1_000

/** Where in a race keys were typed while the connection was down. */
export const offlineSpans = (
  racers: readonly Racer[],
  w: Words,
  seconds: (value: number) => string,
): readonly Span[] =>
  racers.flatMap(({ username, mine, keys }) =>
    offlineSpansOf(keys).map(({ fromMs, toMs }) => {
      const [from, to] = [fromMs / SECOND_MS, toMs / SECOND_MS]
      return {
        from,
        to,
        label: mine ? w.offline : `${username}: ${w.offline}`,
        text: w.offlineSpan(isolated(username), seconds(from), seconds(to)),
      }
    }),
  )
