import { readIfThere, reportOf } from '../run/suite.ts'
import { proofTable } from './proof-table.ts'

/** Prints what a run of the proof measured. */
export const reportProof = (folder: string, name: string): void => {
  const report = readIfThere(reportOf(folder, name))
  process.stdout.write(`\n${report === undefined ? 'no report was written' : proofTable(report)}\n`)
}
