// The bundle puts these in the place of globals that the client needs and k6 does not have.

const startedAt = Date.now()

export const performance = { now: () => Date.now() - startedAt }

const intl = {
  /** Cuts at code points, by which the bots type as well. */
  Segmenter: class {
    segment(text: string) {
      return Array.from(text, segment => ({ segment }))
    }
  },
}

export { intl as Intl }

/** Typebox makes one when it is loaded; nothing here encodes. */
export class TextEncoder {}
