/** Where each grapheme of the text stands, in pixels of its container; one more for the end of the text. */
type Place = { readonly x: number; readonly y: number }
export type TextLayout = { readonly places: readonly Place[]; readonly lineHeight: number }

/** Measured once for each width and font, so that a key press only looks up. */
export const measure = (container: HTMLElement, cells: readonly HTMLElement[]): TextLayout => {
  const origin = container.getBoundingClientRect()
  const places = cells.map(cell => {
    const { left, top } = cell.getBoundingClientRect()
    return { x: left - origin.left, y: top - origin.top }
  })
  const last = cells.at(-1)?.getBoundingClientRect()
  if (last !== undefined) places.push({ x: last.right - origin.left, y: last.top - origin.top })
  return { places, lineHeight: Number.parseFloat(getComputedStyle(container).lineHeight) || 1 }
}
