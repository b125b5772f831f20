import { type ChildProcess, spawn } from 'node:child_process'
import { Ear, lineByLine } from './ear.ts'

const programs: ChildProcess[] = []

/** Ends what `heardProgram` has started. */
export const endPrograms = (): void => {
  for (const program of programs.splice(0)) program.kill()
}

type Options = { readonly name: string; readonly env?: Readonly<Record<string, string>> }

/** A program whose stdout is heard line by line; the question `NICK` has no end of line. */
export const heardProgram = (command: string, args: readonly string[], { name, env }: Options) => {
  const ear = new Ear(name)
  const program = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  programs.push(program)
  program.stdout.setEncoding('utf8')
  program.stdout.on('data', lineByLine(ear))
  program.once('exit', code => ear.ended(code ?? -1))
  return { ear, type: (text: string) => program.stdin.write(text), end: () => program.stdin.end() }
}
