/** A rule of SPEC.md, or a test title that carries one. */
export type Mention = { readonly id: string; readonly where: string }

/** The rules without a test, the tests that name no rule, and the titles with several rules: a line for each. */
export function compareRules(rules: readonly Mention[], tests: readonly Mention[]): readonly string[] {
  const known = new Set(rules.map(({ id }) => id))
  const tested = new Set(tests.map(({ id }) => id))
  const twice = rules.filter(({ id }, index) => rules.findIndex(rule => rule.id === id) !== index)
  return [
    ...rules.filter(({ id }) => !tested.has(id)).map(({ id, where }) => `${where}: rule ${id} has no test`),
    ...twice.map(({ id, where }) => `${where}: rule ${id} is there twice`),
    ...tests
      .filter(({ id }) => !known.has(id))
      .map(({ id, where }) => `${where}: [${id}] is no rule of SPEC.md`),
    ...tests
      .filter(({ where }, index) => tests.findIndex(test => test.where === where) !== index)
      .map(({ id, where }) => `${where}: [${id}] is a second rule of one title`),
  ]
}

/** The rules of a specification: lines that begin with `- **SEAT-3**`. */
export function rulesIn(path: string, text: string): readonly Mention[] {
  return mentions(path, text, /^- \*\*([A-Z][A-Z0-9]*-\d+)\*\*/)
}

/** The rules that the titles of a test file carry: strings that begin with `[SEAT-3]`, or `[SEAT-3] [SEAT-4]`. */
export function rulesTested(path: string, text: string): readonly Mention[] {
  return mentions(path, text, /['"`]((?:\s*\[[A-Z][A-Z0-9]*-\d+\])+)/)
}

function mentions(path: string, text: string, pattern: RegExp): readonly Mention[] {
  return text.split('\n').flatMap((line, index) => {
    const ids = pattern.exec(line)?.[1]?.match(/[A-Z][A-Z0-9]*-\d+/g) ?? []
    return ids.map(id => ({ id, where: `${path}:${index + 1}` }))
  })
}
