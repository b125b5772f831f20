/** Work that is done the first time it is asked for; later calls get the same promise. */
export const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let done: Promise<T> | undefined
  return () => {
    done ??= work()
    return done
  }
}
