/** Characters that keyboards and phones put in for one another; within a class, what the text has is what was meant. */
const CLASSES: readonly string[] = ["'‘’‚‛′ʼ", '"“”„‟″«»', '-‐‑‒–—−', ' \u00a0\u2002\u2003\u2009\u202f\u3000']

/** The key as the text would have it: a curly quote for a straight one is no mistake. */
export const foldKey = (key: string, expected: string): string => {
  if (key === expected) return key
  const alike = CLASSES.find(members => members.includes(key))
  return alike?.includes(expected) && expected !== '' ? expected : key
}
