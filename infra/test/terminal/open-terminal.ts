import { fileURLToPath } from 'node:url'
import { Pane } from './tmux.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The program as a player starts it, in a terminal of 80 × 24. */
export const terminalCommand = (name: string, ports: readonly (number | undefined)[]): string =>
  [
    'npm run --silent terminal -- --name',
    name,
    ...ports.map(port => `--host 127.0.0.1:${port}`),
    '--lang en',
  ].join(' ')

export const openTerminal = async (name: string, ports: readonly (number | undefined)[]): Promise<Pane> => {
  const pane = await Pane.open(`cd ${root} && exec ${terminalCommand(name, ports)}`)
  await pane.until('Welcome to Ketik')
  return pane
}

/** A shell at its prompt. Words that are typed before it come would stand above it, and output behind it on its line. */
export const openShell = async (): Promise<Pane> => {
  const pane = await Pane.open(`cd ${root} && PS1='ready> ' exec sh`)
  await pane.until('ready>')
  return pane
}

/** The text is open: a speed stands above it (and, for its first second, "Go!"). */
export const OPEN = /^ (Go! )?\d+ wpm/m
