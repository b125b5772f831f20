import { useMemo } from 'preact/hooks'

/** A dash for each word, as wide as the word, in units of one grapheme. */
export const weavePath = (graphemes: readonly string[]): string => {
  let path = ''
  let start = 0
  for (let at = 0; at <= graphemes.length; at++) {
    const ends = at === graphemes.length || graphemes[at] === ' '
    if (!ends) continue
    if (at > start) path += `M${start} 0H${at}V1H${start}Z`
    start = at + 1
  }
  return path
}

type Props = { readonly graphemes: readonly string[]; readonly done: number }

/** The text as cloth, dyed up to where a racer is. Drawn only: the figures beside it say the same. */
export const Weave = ({ graphemes, done }: Props) => {
  const path = useMemo(() => weavePath(graphemes), [graphemes])
  const box = `0 0 ${graphemes.length} 1`
  const left = 100 - (100 * Math.min(done, graphemes.length)) / Math.max(1, graphemes.length)
  return (
    <span class="weave" aria-hidden="true">
      <svg aria-hidden="true" viewBox={box} preserveAspectRatio="none">
        <path d={path} />
      </svg>
      <svg
        aria-hidden="true"
        class="dyed"
        viewBox={box}
        preserveAspectRatio="none"
        style={{ clipPath: `inset(0 ${left}% 0 0)` }}
      >
        <path d={path} />
      </svg>
    </span>
  )
}
