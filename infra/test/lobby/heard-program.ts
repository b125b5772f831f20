import { type ChildProcess, spawn } from 'node:child_process'
import { Ear } from './ear.ts'

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
  let pending = ''
  program.stdout.on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines) ear.hear(line)
    if (pending !== 'NICK') return
    pending = ''
    ear.hear('NICK')
  })
  program.once('exit', code => ear.ended(code ?? -1))
  return { ear, type: (text: string) => program.stdin.write(text), end: () => program.stdin.end() }
}
