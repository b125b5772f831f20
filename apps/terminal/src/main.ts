import { readArguments } from './arguments.ts'
import { readConfig } from './config.ts'
import { runOnLines } from './shell/on-lines.ts'
import { runOnScreen } from './shell/on-screen.ts'

const { lang, colour, isDumb } = readConfig()
const { stdin, stdout } = process
const given = readArguments(process.argv.slice(2), lang)
const canRace = Boolean(stdin.isTTY && stdout.isTTY) && !isDumb

if ('usage' in given) {
  process.stdout.write(`${given.usage}\n`)
} else if ('problem' in given) {
  process.stderr.write(`${given.problem}\n`)
  process.exitCode = 2
} else if (canRace) {
  runOnScreen({ ...given, canRace }, stdin, stdout, colour)
} else {
  runOnLines({ ...given, canRace }, stdin, stdout)
}
