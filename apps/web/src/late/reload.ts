/** Loads the page anew. A part that fails to come after that does not load it anew again. */
export type Reload = {
  /**
   * Loads the page anew for this part, if that was not tried yet and the server answers. Whether it does. `isFree` is
   * asked again once the server has answered: a race may have begun meanwhile.
   */
  once(part: string, isFree: () => boolean): Promise<boolean>
  /** The part came: should it fail again later, the page may be loaded anew again. */
  came(part: string): void
  now(): void
}

type Outside = {
  /** What this tab remembers when it is loaded anew. */
  readonly store: () => Storage
  readonly isServerThere: () => Promise<boolean>
  readonly reload: () => void
}

const keyOf = (part: string): string => `ketik:reloaded:${part}`

export const reloadBy = ({ store, isServerThere, reload }: Outside): Reload => ({
  once: async (part, isFree) => {
    try {
      if (!isFree() || store().getItem(keyOf(part)) !== null) return false
      if (!(await isServerThere()) || !isFree()) return false
      store().setItem(keyOf(part), '1')
    } catch {
      // Without a store nothing would stop a page that loads itself anew for ever.
      return false
    }
    reload()
    return true
  },
  came: part => {
    try {
      store().removeItem(keyOf(part))
    } catch {
      // Without a store there is nothing to remove.
    }
  },
  now: reload,
})

const ANSWER_MS = 4_000

/** Offline, a page that loads itself anew is lost. */
const answers = async (): Promise<boolean> => {
  try {
    const { ok } = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) })
    return ok
  } catch {
    // No network, or no server behind it.
    return false
  }
}

export const reloadPage: Reload = reloadBy({
  store: () => sessionStorage,
  isServerThere: answers,
  reload: () => location.reload(),
})
