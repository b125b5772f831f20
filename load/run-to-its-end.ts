import { complaint } from '../infra/local/command-line.ts'
import { Ending } from './ending.ts'

/** Waits for what is being started, and sees to its end. Rejects when the program has been told to stop meanwhile. */
export type Begin = <T>(starting: Promise<T>, end: (begun: T) => unknown) => Promise<T>

/**
 * Runs a program that starts servers, and ends the process with code 0 when it answers true. Whatever it has begun is ended
 * before, the latest first, also when it fails and on SIGINT, SIGTERM and SIGHUP, while something is being started too.
 */
export const runToItsEnd = async (work: (begin: Begin) => Promise<boolean>): Promise<never> => {
  const tell = (what: string) => void process.stderr.write(`ketik: ${what}\n`)
  const ending = new Ending()
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isStopping) tell('stopping …')
      isStopping = true
      void ending.end().then(() => process.exit(1))
    })
  }
  const begin: Begin = async (starting, end) => {
    ending.add(() => starting.then(end, () => undefined))
    const begun = await starting
    if (isStopping) throw new Error('stopped')
    return begun
  }
  let isWell = false
  try {
    isWell = await work(begin)
  } catch (error) {
    if (!isStopping) tell(complaint(error))
  }
  await ending.end()
  process.exit(isWell && !isStopping ? 0 : 1)
}
