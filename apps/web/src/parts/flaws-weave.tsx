import { createTyping, graphemes, type LoggedKey, press } from '@ketik/race'
import { useMemo } from 'preact/hooks'
import { weavePath } from './weave.tsx'

/** Where in the text a wrong key was pressed, by grapheme. */
const flawsOf = (text: string, keys: readonly LoggedKey[]): ReadonlySet<number> => {
  const typing = createTyping(text)
  const flaws = new Set<number>()
  for (const [, key] of keys) {
    const at = typing.correct
    const before = typing.wrong.length
    if (press(typing, key) === 'wrong' && before === 0) flaws.add(at)
  }
  return flaws
}

/** The whole text as cloth, with a flaw wherever a key went wrong. The missed keys beside it say the same in words. */
export const FlawsWeave = ({
  text,
  keys,
}: {
  readonly text: string
  readonly keys: readonly LoggedKey[]
}) => {
  const [cloth, flaws, width] = useMemo(() => {
    const cells = graphemes(text)
    const marks = [...flawsOf(text, keys)].map(at => `M${at} 0h1v1h-1Z`).join('')
    return [weavePath(cells), marks, cells.length]
  }, [text, keys])
  return (
    <span class="weave flaws" aria-hidden="true">
      <svg aria-hidden="true" viewBox={`0 0 ${width} 1`} preserveAspectRatio="none">
        <path d={cloth} />
        <path class="flaw" d={flaws} />
      </svg>
    </span>
  )
}
