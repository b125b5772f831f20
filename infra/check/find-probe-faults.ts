const probe =
  /\b(spawnSync|execSync|execFileSync|existsSync|accessSync|statSync|lstatSync|findCommand|canInstall|engineRuns|getuid)\s*\??\.?\(/
const functionValue = /^(export )?(const|let) \w+(: [^=]+)? = (async )?(function\b|<|\(|\w+ =>)/
const conditionalTests = /\.(skipIf|runIf)\((?!inject\()/

/**
 * Where a file asks the machine for something while it is being imported: a line for each. What a set-up installs
 * afterwards would stay unknown. A condition of a test comes from the set-up, by `inject`.
 */
export function findProbeFaults(path: string, text: string): readonly string[] {
  return [...topLevelStatements(text)].flatMap(({ statement, line }) => {
    const faults: string[] = []
    if (/^(export )?(const|let) /.test(statement) && !functionValue.test(statement) && probe.test(statement))
      faults.push(`${path}:${line}: asks the machine while it is imported; ask when the answer is needed`)
    if (conditionalTests.test(statement))
      faults.push(`${path}:${line}: decides at import which tests run; decide by inject() of the set-up`)
    return faults
  })
}

/** Statements that begin in the first column, each with the indented lines below it. */
function* topLevelStatements(text: string): Generator<{ readonly statement: string; readonly line: number }> {
  const lines = text.split('\n')
  for (let from = 0; from < lines.length; ) {
    let to = from + 1
    while (to < lines.length && !/^[a-z@/]/i.test(lines[to] ?? '')) to++
    yield { statement: lines.slice(from, to).join('\n'), line: from + 1 }
    from = to
  }
}
