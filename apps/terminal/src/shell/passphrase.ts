import { readFileSync } from 'node:fs'
import type { ReadStream } from 'node:tty'
import type { Arguments } from '../arguments.ts'
import type { Key } from '../core/event.ts'
import type { Words } from '../words/words.ts'
import { readKeys } from './key-reader.ts'
import { onParentGone } from './on-parent-gone.ts'

/** The passphrase where one is asked for or kept in a file; else why there is none, or that Ctrl-C was pressed. */
export type Given =
  | { readonly given: 'passphrase'; readonly passphrase: string }
  | { readonly given: 'nothing' | 'interrupt' }
  | { readonly given: 'problem'; readonly problem: string }

export const passphraseFrom = async (
  proof: Arguments['proof'],
  words: Words,
  stdin: ReadStream,
  output: NodeJS.WritableStream,
): Promise<Given> => {
  if (proof === undefined) return { given: 'nothing' }
  if (proof !== 'asked') return fromFile(proof.file, words)
  if (!stdin.isTTY) return { given: 'problem', problem: words.noTerminalToAsk }
  const passphrase = await askUnseen(words.askPassphrase, stdin, output)
  return passphrase === undefined ? { given: 'interrupt' } : { given: 'passphrase', passphrase }
}

const fromFile = (file: string, words: Words): Given => {
  try {
    return { given: 'passphrase', passphrase: readFileSync(file, 'utf8').replace(/\r?\n$/, '') }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    return { given: 'problem', problem: `${words.noPassphrase}: ${cause}` }
  }
}

/**
 * What is typed up to Enter, without showing any of it; undefined for Ctrl-C, Ctrl-D, and a terminal or a parent that is
 * gone.
 */
const askUnseen = (question: string, stdin: ReadStream, output: NodeJS.WritableStream) =>
  new Promise<string | undefined>(resolve => {
    let typed = ''
    let isOver = false
    const end = (answer: string | undefined): void => {
      if (isOver) return
      isOver = true
      stop()
      stopWatch()
      // Fails where the parent is gone and the terminal is its shell's again; then the end of the process restores it.
      if (stdin.isRaw && !stdin.destroyed) stdin.setRawMode(false)
      stdin.off('end', lost)
      stdin.off('error', lost)
      // What comes from now on waits for whoever reads next.
      stdin.pause()
      output.write('\n')
      resolve(answer)
    }
    const lost = (): void => end(undefined)
    stdin.on('end', lost)
    stdin.on('error', lost)
    const stopWatch = onParentGone(lost)
    output.write(question)
    stdin.setRawMode(true)
    const stop = readKeys(stdin, key => {
      if (key.key === 'enter') end(typed)
      else if (key.key === 'interrupt' || key.key === 'end-of-input') end(undefined)
      else typed = edited(typed, key)
    })
  })

const edited = (typed: string, key: Key): string => {
  switch (key.key) {
    case 'text':
    case 'paste':
      return typed + key.text.replace(/\p{Cc}/gu, '')
    case 'backspace':
      return [...typed].slice(0, -1).join('')
    case 'erase-line':
    case 'erase-word':
      return ''
    default:
      return typed
  }
}
