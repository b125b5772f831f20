import { readFileSync } from 'node:fs'
import type { ReadStream } from 'node:tty'
import type { Arguments } from '../arguments.ts'
import type { Words } from '../words/words.ts'

const ENTER = new Set(['\r', '\n', '\u0004'])
const BACK = new Set(['\b', '\u007f'])
const CTRL_C = '\u0003'

/** The passphrase as it is asked for or kept in a file; undefined where there is none, or why it cannot be had. */
export const passphraseFrom = async (
  proof: Arguments['proof'],
  words: Words,
  stdin: ReadStream,
  output: NodeJS.WritableStream,
): Promise<string | undefined | { readonly problem: string }> => {
  if (proof === undefined) return undefined
  try {
    if (proof !== 'asked') return readFileSync(proof.file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    return { problem: `${words.noPassphrase}: ${error instanceof Error ? error.message : error}` }
  }
  if (!stdin.isTTY) return { problem: words.noPassphrase }
  const typed = await askUnseen(words.askPassphrase, stdin, output)
  return typed ?? { problem: words.noPassphrase }
}

/** What is typed up to Enter, without showing any of it; undefined for Ctrl-C. */
const askUnseen = (question: string, stdin: ReadStream, output: NodeJS.WritableStream) =>
  new Promise<string | undefined>(resolve => {
    let typed = ''
    const end = (answer: string | undefined): void => {
      stdin.off('data', take)
      stdin.setRawMode(false)
      stdin.pause()
      output.write('\n')
      resolve(answer)
    }
    const take = (chunk: Buffer | string): void => {
      for (const character of String(chunk)) {
        if (character === CTRL_C || ENTER.has(character)) {
          end(character === CTRL_C ? undefined : typed)
          return
        }
        typed = BACK.has(character) ? [...typed].slice(0, -1).join('') : typed + character
      }
    }
    output.write(question)
    stdin.setRawMode(true)
    stdin.setEncoding('utf8')
    stdin.on('data', take)
    stdin.resume()
  })
