import { type Arguments, readArguments } from './arguments.ts'
import { readConfig } from './config.ts'
import { complain } from './shell/complain.ts'
import { runOnLines } from './shell/on-lines.ts'
import { runOnScreen } from './shell/on-screen.ts'
import { passphraseFrom } from './shell/passphrase.ts'

const INTERRUPTED = 130

const { lang, colour, isDumb, isUnderNpm } = readConfig()
const { stdin, stdout } = process
const read = readArguments(process.argv.slice(2), lang)

// Where the error output is gone too, there is nobody to tell.
process.stderr.on('error', () => undefined)
if ('answer' in read) {
  stdout.write(`${read.answer}\n`)
} else if ('problem' in read) {
  complain(read.problem)
  process.exitCode = 2
} else {
  await start(read)
}

async function start({ proof, ...rest }: Arguments): Promise<void> {
  const canRace = Boolean(stdin.isTTY && stdout.isTTY) && !isDumb
  const proven = await passphraseFrom(proof, rest.words, stdin, process.stderr)
  if (proven.given === 'interrupt') {
    process.exitCode = INTERRUPTED
    stdin.destroy()
    return
  }
  if (proven.given === 'problem') {
    complain(proven.problem)
    process.exitCode = 2
    return
  }
  const options = {
    ...rest,
    canRace,
    ...(proven.given === 'passphrase' ? { passphrase: proven.passphrase } : {}),
  }
  if (canRace) runOnScreen(options, stdin, stdout, colour)
  else runOnLines(options, stdin, stdout, isUnderNpm)
}
