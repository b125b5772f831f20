import { type Arguments, readArguments } from './arguments.ts'
import { readConfig } from './config.ts'
import { runOnLines } from './shell/on-lines.ts'
import { runOnScreen } from './shell/on-screen.ts'
import { passphraseFrom } from './shell/passphrase.ts'

const { lang, colour, isDumb } = readConfig()
const { stdin, stdout } = process
const given = readArguments(process.argv.slice(2), lang)
const canRace = Boolean(stdin.isTTY && stdout.isTTY) && !isDumb

if ('usage' in given) {
  process.stdout.write(`${given.usage}\n`)
} else if ('problem' in given) {
  process.stderr.write(`${given.problem}\n`)
  process.exitCode = 2
} else {
  await start(given)
}

async function start({ proof, ...options }: Arguments): Promise<void> {
  const passphrase = await passphraseFrom(proof, options.words, stdin, process.stderr)
  if (typeof passphrase === 'object') {
    process.stderr.write(`${passphrase.problem}\n`)
    process.exitCode = 2
    return
  }
  const all = { ...options, canRace, ...(passphrase === undefined ? {} : { passphrase }) }
  if (canRace) runOnScreen(all, stdin, stdout, colour)
  else runOnLines(all, stdin, stdout)
}
