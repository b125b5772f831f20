import { clean } from '../view/clean.ts'

/** To the error output, without anything that the terminal would obey. */
export const complain = (problem: string): void => {
  process.stderr.write(`${problem.split('\n').map(clean).join('\n')}\n`)
}
