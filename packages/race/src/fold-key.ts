/** Characters that keyboards and phones substitute for one another. Both clients accept any member of a class. */
const CLASSES: readonly string[] = ["'‘’‚‛′ʼ", '"“”„‟″«»', '-‐‑‒–—−', ' \u00a0\u2002\u2003\u2009\u202f\u3000']

/** The key as the text expects it: a curly quote in place of a straight one is not a mistake. */
export const foldKey = (key: string, expected: string): string => {
  if (key === expected) return key
  const alike = CLASSES.find(members => members.includes(key))
  return alike?.includes(expected) && expected !== '' ? expected : key
}
