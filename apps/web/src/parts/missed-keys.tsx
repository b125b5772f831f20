import { words } from '../words/spoken.ts'

const SHOWN_MAX = 14

/** The keys that went wrong, drawn as keys, the worst first. */
export const MissedKeys = ({ missed }: { readonly missed: Readonly<Record<string, number>> }) => {
  const w = words.value
  const worst = Object.entries(missed)
    .sort(([, one], [, other]) => other - one)
    .slice(0, SHOWN_MAX)
  if (worst.length === 0) return <p class="soft">{w.missedNone}</p>
  return (
    <ul class="missed">
      {worst.map(([grapheme, count]) => (
        <li key={grapheme}>
          {grapheme === ' ' ? w.space : grapheme}
          <sup>{count}</sup>
        </li>
      ))}
    </ul>
  )
}
