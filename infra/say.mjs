import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What the commands print: one line a step, with the time it took, and nothing else unless it fails. */

/** Ends the process with one line that says what to do. */
export function refuse(line) {
  process.stderr.write(`ketik: ${line}\n`)
  process.exit(1)
}

/**
 * Runs a step, and prints its name and the time it took, unless the stamp that it left shows that it was done for what
 * is `wanted` now.
 */
export async function stepUnlessDone(name, stamp, wanted, work) {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  rmSync(stamp, { force: true }) // a step that is interrupted leaves no stamp
  const startMs = performance.now()
  process.stdout.write(`ketik: ${name} …\n`)
  await work()
  process.stdout.write(`ketik: ${name}: done in ${((performance.now() - startMs) / 1000).toFixed(1)} s\n`)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}
