import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

type Props = { readonly label: string; readonly children: ComponentChildren; readonly name: string }

/** A sheet behind one word in the header. Escape and a click elsewhere close it. */
export const Sheet = ({ label, name, children }: Props) => {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const close = (event: Event): void => {
      const sheet = details.current
      if (sheet === null || !sheet.open) return
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return
        sheet.querySelector('summary')?.focus()
      } else if (event.target instanceof Node && sheet.contains(event.target)) return
      sheet.open = false
    }
    document.addEventListener('keydown', close)
    document.addEventListener('pointerdown', close)
    return () => {
      document.removeEventListener('keydown', close)
      document.removeEventListener('pointerdown', close)
    }
  }, [])
  return (
    <details class={`settings ${name}`} ref={details}>
      <summary>{label}</summary>
      <div class="sheet">{children}</div>
    </details>
  )
}
