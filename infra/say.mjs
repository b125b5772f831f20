/** What the commands print: one line a step, with the time it took, and nothing else unless it fails. */

/** Ends the process with one line that says what to do. */
export function refuse(line) {
  process.stderr.write(`ketik: ${line}\n`)
  process.exit(1)
}

/** Runs a step and prints its name and the time it took. */
export async function step(name, work) {
  const startMs = performance.now()
  process.stdout.write(`ketik: ${name} …\n`)
  await work()
  process.stdout.write(`ketik: ${name}: done in ${((performance.now() - startMs) / 1000).toFixed(1)} s\n`)
}
