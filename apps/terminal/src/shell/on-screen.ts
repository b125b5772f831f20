import type { ReadStream } from 'node:tty'
import { systemClock } from '@ketik/client'
import type { Options } from '../core/state.ts'
import { render } from '../view/render.ts'
import { complain } from './complain.ts'
import { readKeys } from './key-reader.ts'
import { onParentGone } from './on-parent-gone.ts'
import { Program } from './program.ts'
import { type Output, Screen } from './screen.ts'

/** Signals that end the program, with the exit code a shell expects of each. */
const ENDING = { SIGTERM: 143, SIGHUP: 129, SIGINT: 130, SIGQUIT: 131 } as const

const GOODBYE_MS = 200
const GO_ON_MS = 50

/** The program in a terminal: the whole screen, key by key, and the terminal as it was on every way out. */
export const runOnScreen = (options: Options, input: ReadStream, output: Output, colour: boolean): void => {
  const screen = new Screen(output, colour)
  let isDue = false
  let isSuspended = false

  const takeTerminal = (): void => {
    input.setRawMode(true)
    screen.enter()
  }
  let isEnding = false
  let endingCode = 0
  const giveBack = (): void => {
    screen.leave()
    if (input.isRaw && !input.destroyed) input.setRawMode(false)
  }
  const draw = (): void => {
    isDue = false
    screen.show(render(program.state, screen.size, systemClock.now()))
  }
  const end = (code: number, problem?: string): void => {
    // A terminal that is gone fails once more when it is given back, and would end this again without end.
    if (isEnding) return
    isEnding = true
    giveBack()
    program.stop()
    process.exitCode = code
    if (problem !== undefined) complain(problem)
    input.destroy()
    // The connection says goodbye by itself; a network that is stuck does not keep the process.
    setTimeout(() => process.exit(), GOODBYE_MS).unref()
  }
  const program = new Program(options, {
    show: () => {
      // One frame for all that one turn of the event loop brought.
      if (!isDue) setImmediate(draw)
      isDue = true
    },
    quit: problem => end(problem === undefined ? endingCode : 1, problem),
  })
  const crash = (error: unknown): void => {
    isEnding = true
    giveBack()
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exit(1)
  }

  /** Without asking; the server hears that the seat is given up. */
  const endAtOnce = (code: number): void => {
    if (isEnding) return
    endingCode = code
    program.tell({ on: 'end' })
  }

  process.on('exit', giveBack)
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)
    process.on(signal, () => {
      endAtOnce(ENDING[signal])
    })
  const suspend = (): void => {
    giveBack()
    isSuspended = true
    process.off('SIGTSTP', suspend)
    // The whole group, as the terminal itself would: npm and its shell stop too, and ours sees that.
    process.kill(0, 'SIGTSTP')
    // Where no shell could continue it, a group is not stopped: then this goes on at once.
    setTimeout(() => {
      if (isSuspended) goOn()
    }, GO_ON_MS)
  }
  const goOn = (): void => {
    if (isSuspended) process.on('SIGTSTP', suspend)
    isSuspended = false
    takeTerminal()
    draw()
  }
  process.on('SIGTSTP', suspend)
  process.on('SIGCONT', goOn)
  output.on('resize', () => {
    screen.forget()
    draw()
  })
  // A terminal that went away: reading ends, or reading or writing fails.
  const lost = () => endAtOnce(1)
  input.on('end', lost)
  input.on('error', lost)
  output.on('error', lost)
  onParentGone(lost)

  takeTerminal()
  readKeys(input, key => {
    if (key.key === 'suspend') suspend()
    else program.tell({ on: 'key', key })
  })
  program.tell({ on: 'start' })
}
