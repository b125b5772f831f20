import type { Typing } from '@ketik/race'
import { measure, type TextLayout } from './text-layout.ts'

export type RivalCaret = { readonly seat: number; readonly flag: string; readonly correct: number }

type Shown = { readonly correct: number; readonly wrong: number }

/**
 * The text on the page. Made once; a key changes the few graphemes between where the caret was and where it is, so
 * the work of a key does not grow with the text or the number of racers.
 */
export class Cloth {
  readonly #cells: HTMLElement[] = []
  readonly #wordOf: HTMLElement[] = []
  readonly #caret: HTMLElement
  readonly #rivals = new Map<number, HTMLElement>()
  readonly #root: HTMLElement
  #layout: TextLayout = { places: [], lineHeight: 1 }
  #shown: Shown = { correct: 0, wrong: 0 }
  #rivalsAt: readonly RivalCaret[] = []
  #topLine = 0

  constructor(root: HTMLElement, graphemes: readonly string[]) {
    this.#root = root
    root.replaceChildren()
    let word = element('span', 'word')
    for (const grapheme of graphemes) {
      const cell = element('span', 'g')
      cell.textContent = grapheme
      this.#cells.push(cell)
      this.#wordOf.push(word)
      if (grapheme === ' ') {
        root.append(word, cell)
        word = element('span', 'word')
      } else word.append(cell)
    }
    root.append(word)
    this.#caret = element('div', 'caret')
    root.append(this.#caret)
    this.#wordOf[0]?.classList.add('next')
  }

  /** Measures again; after a change of width or font. */
  measure(): void {
    this.#layout = measure(this.#root, this.#cells)
    this.#topLine = -1
    this.#move()
    this.rivals(this.#rivalsAt)
  }

  show({ correct, wrong }: Typing): void {
    const before = this.#shown
    this.#shown = { correct, wrong: wrong.length }
    const from = Math.min(before.correct, correct)
    const to = Math.max(before.correct + before.wrong, correct + wrong.length)
    for (let at = from; at < to; at++) {
      const cell = this.#cells[at]
      if (cell === undefined) continue
      cell.className = at < correct ? 'g right' : at < correct + wrong.length ? 'g wrong' : 'g'
    }
    if (before.correct !== correct) {
      this.#wordOf[before.correct]?.classList.remove('next')
      this.#wordOf[correct]?.classList.add('next')
    }
    this.#move()
  }

  rivals(rivals: readonly RivalCaret[]): void {
    this.#rivalsAt = rivals
    for (const { seat, flag, correct } of rivals) {
      const caret = this.#rivals.get(seat) ?? this.#addRival(seat, flag)
      put(caret, this.#layout, correct)
      caret.classList.toggle('bare', this.#topLine > 0 && this.#lineOf(correct) <= this.#topLine)
      caret.hidden = correct === 0 || correct >= this.#cells.length
    }
  }

  #addRival(seat: number, flag: string): HTMLElement {
    const caret = element('div', 'caret rival')
    caret.dataset['flag'] = flag
    this.#rivals.set(seat, caret)
    this.#root.append(caret)
    return caret
  }

  #move(): void {
    const { correct, wrong } = this.#shown
    const at = Math.min(correct + wrong, this.#cells.length)
    put(this.#caret, this.#layout, at)
    this.#scrollTo(at)
  }

  #lineOf(at: number): number {
    const { places, lineHeight } = this.#layout
    return Math.round(((places[at]?.y ?? 0) - (places[0]?.y ?? 0)) / lineHeight)
  }

  /** Keeps the caret's line the second one in sight. */
  #scrollTo(at: number): void {
    const { lineHeight } = this.#layout
    const window = this.#root.parentElement
    if (window === null) return
    const visible = Math.max(1, Math.floor(window.clientHeight / lineHeight))
    const lastTop = this.#lineOf(this.#cells.length) + 1 - visible
    const topLine = Math.max(0, Math.min(this.#lineOf(at) - 1, lastTop))
    if (topLine === this.#topLine) return
    this.#topLine = topLine
    // Scrolled, the room above the first line is given up: the line before would show in it.
    const room = Number.parseFloat(getComputedStyle(window).paddingTop) || 0
    this.#root.style.transform = topLine === 0 ? '' : `translateY(${-topLine * lineHeight - room}px)`
    this.rivals(this.#rivalsAt)
  }
}

const element = (tag: string, className: string): HTMLElement => {
  const made = document.createElement(tag)
  made.className = className
  return made
}

const put = (caret: HTMLElement, { places }: TextLayout, at: number): void => {
  const place = places[at]
  if (place !== undefined) caret.style.transform = `translate(${place.x}px, ${place.y}px)`
}
