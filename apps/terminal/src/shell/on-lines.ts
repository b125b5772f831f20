import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { isOnline } from '@ketik/client'
import type { Options, State } from '../core/state.ts'
import type { TalkLine } from '../core/talk.ts'
import { clean } from '../view/clean.ts'
import { textOf } from '../view/span.ts'
import { talkRows } from '../view/talk-rows.ts'
import { complain } from './complain.ts'
import { onParentGone } from './on-parent-gone.ts'
import { Program } from './program.ts'

const COLS = 100
const GOODBYE_MS = 500
const WAITING_MAX = 100

/**
 * The program without a terminal: each line of the input is chat or a command, each line of the output is one of the
 * lobby's. What went wrong goes to the error output.
 */
export const runOnLines = (
  options: Options,
  input: Readable,
  output: Writable,
  isUnderNpm: boolean,
): void => {
  let told = 0
  let isClosed = false
  let isSent = false
  /** What comes before the login waits for it, as a person would. */
  const waiting: string[] = []
  const tellWaiting = (): void => {
    while (isOnline(program.state.link)) {
      const text = waiting.shift()
      if (text === undefined) break
      isSent = true
      program.tell({ on: 'submit', text })
    }
    lines.resume()
  }
  /** A problem that was told when it happened is not told again at the end. */
  const complained = new Set<string>()
  const complainOnce = (problem: string): void => {
    const fresh = problem.split('\n').filter(line => !complained.has(line))
    for (const line of fresh) complained.add(line)
    if (fresh.length > 0) complain(fresh.join('\n'))
  }
  const warned = (text: string): void => {
    complain(text)
    complained.add(text)
  }
  const endUnsent = (): void => {
    // The last one is the end of the input.
    const unsent = waiting.length - 1
    if (unsent > 0) program.fail(options.words.unsent(unsent))
    else if (isSent) program.fail(options.words.unconfirmed)
    else program.tell({ on: 'end' })
  }
  const program = new Program(options, {
    show: state => {
      const { connection, welcomed } = state.link
      for (const line of freshLines(state, told)) {
        if (line.line !== 'note' || !line.urgent) output.write(rowsOf(state, line))
        else if (connection.phase !== 'closed') warned(line.text)
      }
      told = state.talk.count
      if (waiting.length > 0) queueMicrotask(tellWaiting)
      if (connection.phase === 'closed') program.fail(options.words.closedFor(connection.code))
      // The input has ended: nobody waits for the server to come back.
      else if (isClosed && welcomed && connection.phase === 'away') endUnsent()
    },
    quit: problem => {
      if (problem !== undefined) complainOnce(problem)
      process.exitCode = problem === undefined && !program.state.refused ? 0 : 1
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
  if (isUnderNpm) onParentGone(() => process.exit(1))
  output.write(`${options.words.plain}\n`)
  program.tell({ on: 'start' })
}

const freshLines = ({ talk }: State, told: number): readonly TalkLine[] => {
  const fresh = Math.min(talk.count - told, talk.lines.length)
  return fresh > 0 ? talk.lines.slice(-fresh) : []
}

const rowsOf = (state: State, line: TalkLine): string =>
  talkRows({ ...state, talk: { lines: [line], count: 1 } }, COLS, Number.MAX_SAFE_INTEGER)
    .map(row => `${clean(textOf(row)).trimEnd()}\n`)
    .join('')
