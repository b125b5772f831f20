import { useState } from 'preact/hooks'
import { words } from '../words/spoken.ts'

const copy = async (text: string, fallback: HTMLInputElement | null): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // No clipboard for pages without TLS: the selected field lets the person copy by hand.
    fallback?.select()
    return false
  }
}

type Props = { readonly link: string; readonly label: string; readonly field?: string }

/** A button that copies a link; with `field` the link stands beside it under that label. */
export const CopyLink = ({ link, label, field }: Props) => {
  const [copied, setCopied] = useState(false)
  const [input, setInput] = useState<HTMLInputElement | null>(null)
  return (
    <>
      {field !== undefined && (
        <input
          class="field"
          readOnly
          value={link}
          aria-label={field}
          ref={setInput}
          onFocus={e => e.currentTarget.select()}
        />
      )}
      <button class="button" type="button" onClick={async () => setCopied(await copy(link, input))}>
        <span aria-live="polite">{copied ? words.value.roomCopied : label}</span>
      </button>
    </>
  )
}
