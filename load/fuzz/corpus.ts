import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'corpus')

/** Inputs that once did harm, or are likely to: the first line of a file names their kind, each further one is one of them. */
export const readCorpus = () =>
  readdirSync(folder).map(file => {
    const [kind = '', ...lines] = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
    return { file, kind, inputs: lines.map(line => Buffer.from(String(JSON.parse(line)), 'latin1')) }
  })

export const corpusOf = (kind: string): readonly Buffer[] =>
  readCorpus().flatMap(entry => (entry.kind === kind ? entry.inputs : []))

/** Answers the name of the file. */
export const keepInCorpus = (name: string, kind: string, inputs: readonly Buffer[]): string => {
  const file = join(folder, `${name}.txt`)
  const lines = inputs.map(input => JSON.stringify(input.toString('latin1')))
  writeFileSync(file, `${[kind, ...lines].join('\n')}\n`)
  return file
}
