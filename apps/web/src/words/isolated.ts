/** First-strong isolate, and its end. */
export const FSI = '\u2068'
export const PDI = '\u2069'

/** A name inside a sentence, marked for `Sentence`, which puts it into an element of its own. */
export const isolated = (name: string): string => `${FSI}${name}${PDI}`
