import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Options, State } from '../core/state.ts'
import { clean } from '../view/clean.ts'
import { textOf } from '../view/span.ts'
import { talkRows } from '../view/talk-rows.ts'
import { Program } from './program.ts'

const COLS = 100
const GOODBYE_MS = 500
const WAITING_MAX = 100

/** The program without a terminal: each line in is chat or a command, each line out is one of the lobby's. */
export const runOnLines = (options: Options, input: Readable, output: Writable): void => {
  let told = 0
  let isClosed = false
  /** What comes before the login waits for it, as a person would. */
  const waiting: string[] = []
  const tellWaiting = (): void => {
    while (program.state.link.state === 'ready') {
      const text = waiting.shift()
      if (text === undefined) break
      program.tell({ on: 'submit', text })
    }
    lines.resume()
  }
  const program = new Program(options, {
    show: state => {
      output.write(freshRows(state, told))
      told = state.talk.count
      if (waiting.length > 0) queueMicrotask(tellWaiting)
      // Nobody is there any more who could wait for a server that does not answer.
      if (isClosed && state.link.state === 'away') program.tell({ on: 'submit', text: '/quit' })
    },
    quit: problem => {
      if (problem !== undefined) process.stderr.write(`${clean(problem)}\n`)
      process.exitCode = problem === undefined ? 0 : 1
      setTimeout(() => process.exit(), GOODBYE_MS).unref()
      lines.close()
      input.destroy()
    },
  })
  const lines = createInterface({ input, terminal: false })
  const take = (text: string): void => {
    waiting.push(text)
    if (waiting.length >= WAITING_MAX) lines.pause()
    tellWaiting()
  }
  lines.on('line', take)
  lines.on('close', () => {
    isClosed = true
    take('/quit')
  })
  output.on('error', () => process.exit(1))
  output.write(`${options.words.plain}\n`)
  program.tell({ on: 'start' })
}

const freshRows = (state: State, told: number): string => {
  const { talk } = state
  const fresh = Math.min(talk.count - told, talk.lines.length)
  if (fresh <= 0) return ''
  const lines = talk.lines.slice(-fresh)
  const rows = talkRows({ ...state, talk: { lines, count: fresh } }, COLS, Number.MAX_SAFE_INTEGER)
  return rows.map(row => `${clean(textOf(row)).trimEnd()}\n`).join('')
}
