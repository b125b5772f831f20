/** What the browser remembers between visits: the most lasting of its stores that works, or this page's memory. */
export type Shelf = {
  readonly lasts: boolean
  get(name: string): string | null
  set(name: string, value: string | null): void
}

const PROBE = 'ketik:probe'

const works = (store: () => Storage): Storage | null => {
  try {
    const storage = store()
    storage.setItem(PROBE, '1')
    storage.removeItem(PROBE)
    return storage
  } catch {
    // Refused by the person's settings, or full: the caller takes the next store.
    return null
  }
}

export const openShelf = (stores: readonly (() => Storage)[]): Shelf => {
  for (const store of stores) {
    const storage = works(store)
    if (storage !== null) return storageShelf(storage, store === stores[0])
  }
  return memoryShelf()
}

const storageShelf = (storage: Storage, lasts: boolean): Shelf => ({
  lasts,
  get: name => storage.getItem(`ketik:${name}`),
  set: (name, value) => {
    try {
      if (value === null) storage.removeItem(`ketik:${name}`)
      else storage.setItem(`ketik:${name}`, value)
    } catch {
      // Full since it was probed. What is not kept is asked for again on the next visit.
      storage.removeItem(`ketik:${name}`)
    }
  },
})

export const memoryShelf = (): Shelf => {
  const kept = new Map<string, string>()
  return {
    lasts: false,
    get: name => kept.get(name) ?? null,
    set: (name, value) => {
      if (value === null) kept.delete(name)
      else kept.set(name, value)
    },
  }
}
