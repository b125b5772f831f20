import { writeSync } from 'node:fs'
import {
  beginSynchronizedOutput,
  cursorHide,
  cursorShow,
  cursorTo,
  endSynchronizedOutput,
  enterAlternativeScreen,
  eraseEndLine,
  eraseScreen,
  exitAlternativeScreen,
} from 'ansi-escapes'
import type { Frame } from '../view/frame.ts'
import { lineWidth, type Size } from '../view/span.ts'
import { paint } from './paint.ts'

// What ansi-escapes lacks: bracketed paste, and no wrapping at the right edge, where a width may be misjudged.
const PASTE_ON = '\x1b[?2004h'
const PASTE_OFF = '\x1b[?2004l'
const WRAP_ON = '\x1b[?7h'
const WRAP_OFF = '\x1b[?7l'
const STYLE_OFF = '\x1b[0m'

export type Output = NodeJS.WriteStream & { readonly fd: number }

/** A terminal taken over as a whole. Only rows that changed are written, in one piece. */
export class Screen {
  #shown: string[] = []
  #isOn = false

  constructor(
    private readonly output: Output,
    private readonly colour: boolean,
  ) {}

  get size(): Size {
    return { cols: this.output.columns || 80, rows: this.output.rows || 24 }
  }

  enter(): void {
    this.#isOn = true
    this.#shown = []
    this.output.write(enterAlternativeScreen + PASTE_ON + WRAP_OFF + cursorHide + eraseScreen)
  }

  /** Gives the terminal back. Synchronous and more than once if need be: the process may be about to end. */
  leave(): void {
    if (!this.#isOn) return
    this.#isOn = false
    const last = endSynchronizedOutput + STYLE_OFF + WRAP_ON + PASTE_OFF + cursorShow + exitAlternativeScreen
    try {
      writeSync(this.output.fd, last)
    } catch (error) {
      // A terminal that is gone needs no restoring; anything else is worth a look.
      if (!isGone(error)) throw error
    }
  }

  /** Everything is written anew with the next frame: the terminal was resized, or someone else wrote to it. */
  forget(): void {
    this.#shown = []
    if (this.#isOn) this.output.write(eraseScreen)
  }

  show({ lines, cursor }: Frame): void {
    if (!this.#isOn) return
    const painted = lines.map(line => paint(line, this.colour))
    const { cols } = this.size
    // Erasing after a row that fills the screen would take its last character.
    const changed = lines.map((line, row) => {
      const text = painted[row] ?? ''
      if (text === this.#shown[row]) return ''
      return cursorTo(0, row) + text + (lineWidth(line) < cols ? eraseEndLine : '')
    })
    this.#shown = painted
    const place = cursor === null ? cursorHide : cursorTo(cursor.col, cursor.row) + cursorShow
    this.output.write(beginSynchronizedOutput + cursorHide + changed.join('') + place + endSynchronizedOutput)
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EIO' || error.code === 'EPIPE' || error.code === 'EBADF')
