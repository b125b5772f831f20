import { complaint } from '../infra/local/command-line.ts'

const tell = (what: string) => void process.stderr.write(`ketik: ${what}\n`)

/** What has to be ended when a program is over: in the opposite order of its beginning, and all of it, whatever fails. */
export class Ending {
  readonly #steps: (() => unknown)[] = []
  #ended: Promise<void> | undefined

  constructor(
    private readonly onFault: (error: unknown) => void = error =>
      tell(`could not be ended in good order: ${error}`),
  ) {}

  /** What begins after the end is ended at once. */
  add(step: () => unknown): void {
    this.#steps.push(step)
    this.#ended = this.#ended?.then(() => this.#run())
  }

  /** Waits for what is being started, and sees to its end. Rejects when the end has come meanwhile. */
  async begin<T>(starting: Promise<T>, end: (begun: T) => unknown): Promise<T> {
    this.add(() => starting.then(end, () => undefined))
    const begun = await starting
    if (this.#ended !== undefined) throw new Error('stopped')
    return begun
  }

  /** Resolves when all has been ended, however often it is asked for. */
  end(): Promise<void> {
    this.#ended ??= this.#run()
    return this.#ended
  }

  async #run(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step()
      } catch (error) {
        this.onFault(error)
      }
    }
  }
}

/**
 * Runs a program that starts servers, and ends the process with code 0 when it answers true. Whatever it has begun is ended
 * before, the latest first, also when it fails and on SIGINT, SIGTERM and SIGHUP, while something is being started too.
 */
export const runToItsEnd = async (work: (ending: Ending) => Promise<boolean>): Promise<never> => {
  const ending = new Ending()
  let code = 1
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!isStopping) tell('stopping …')
      isStopping = true
      void ending.end().then(() => process.exit(1))
    })
  }
  try {
    code = (await work(ending)) ? 0 : 1
  } catch (error) {
    if (!isStopping) tell(complaint(error))
  }
  await ending.end()
  process.exit(isStopping ? 1 : code)
}
